-- title: Store the number of comments of each post
-- harm: count(*) over a LEFT JOIN is 1 for a post without comments
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, n INTEGER DEFAULT 0);
CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER);
-- rows
INSERT INTO posts (id) VALUES (1),(2);
INSERT INTO comments VALUES (1,1),(2,1);
-- migration
UPDATE posts SET n = (SELECT count(*) FROM posts p LEFT JOIN comments c ON c.post_id = p.id WHERE p.id = posts.id);
-- check
SELECT n = 1 FROM posts WHERE id = 2;
