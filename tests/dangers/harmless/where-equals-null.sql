-- title: Give the articles without an author the editorial team
-- harm: none
-- before
CREATE TABLE articles (id INTEGER PRIMARY KEY, author TEXT);
-- rows
INSERT INTO articles VALUES (1,'kim'),(2,NULL);
-- migration
UPDATE articles SET author = 'team' WHERE author IS NULL;
-- check
SELECT author = 'team' FROM articles WHERE id = 2;
