-- title: Give the articles without an author the editorial team
-- harm: author = NULL is never true
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE articles (id INTEGER PRIMARY KEY, author TEXT);
-- rows
INSERT INTO articles VALUES (1,'kim'),(2,NULL);
-- migration
UPDATE articles SET author = 'team' WHERE author = NULL;
-- check
SELECT author IS NULL FROM articles WHERE id = 2;
