-- title: Rename the states: draft becomes review, review becomes published
-- harm: The second UPDATE takes the rows that the first has just renamed: drafts are published
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, state TEXT);
-- rows
INSERT INTO posts VALUES (1,'draft'),(2,'review');
-- migration
UPDATE posts SET state = 'review' WHERE state = 'draft';
UPDATE posts SET state = 'published' WHERE state = 'review';
-- check
SELECT state = 'published' FROM posts WHERE id = 1;
