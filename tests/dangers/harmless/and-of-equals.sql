-- title: Hide the posts of type ad and of type job
-- harm: none
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, type TEXT, hidden INTEGER DEFAULT 0);
-- rows
INSERT INTO posts (id, type) VALUES (1,'ad'),(2,'job'),(3,'note');
-- migration
UPDATE posts SET hidden = 1 WHERE type = 'ad' OR type = 'job';
-- check
SELECT sum(hidden) = 2 FROM posts;
