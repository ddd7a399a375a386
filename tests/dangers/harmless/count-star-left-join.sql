-- title: Store the number of comments of each post
-- harm: none
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, n INTEGER DEFAULT 0);
CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER);
-- rows
INSERT INTO posts (id) VALUES (1),(2);
INSERT INTO comments VALUES (1,1),(2,1);
-- migration
UPDATE posts SET n = (SELECT count(c.id) FROM posts p LEFT JOIN comments c ON c.post_id = p.id WHERE p.id = posts.id);
-- check
SELECT n = 0 FROM posts WHERE id = 2;
