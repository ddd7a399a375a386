-- title: Hide the posts of type ad and of type job
-- harm: A type cannot be both, nothing is hidden
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, type TEXT, hidden INTEGER DEFAULT 0);
-- rows
INSERT INTO posts (id, type) VALUES (1,'ad'),(2,'job'),(3,'note');
-- migration
UPDATE posts SET hidden = 1 WHERE type = 'ad' AND type = 'job';
-- check
SELECT sum(hidden) = 0 FROM posts;
