-- title: Rename the states: draft becomes review, review becomes published
-- harm: none
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, state TEXT);
-- rows
INSERT INTO posts VALUES (1,'draft'),(2,'review');
-- migration
UPDATE posts SET state = 'published' WHERE state = 'review';
UPDATE posts SET state = 'review' WHERE state = 'draft';
-- check
SELECT state = 'review' FROM posts WHERE id = 1;
