-- title: Move the replies from the old table into comments
-- harm: none
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, n INTEGER);
CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER);
CREATE TABLE replies (id INTEGER PRIMARY KEY, post_id INTEGER);
CREATE TRIGGER comments_n AFTER INSERT ON comments BEGIN UPDATE posts SET n = n + 1 WHERE id = new.post_id; END;
-- rows
INSERT INTO posts VALUES (1,2);
INSERT INTO replies VALUES (1,1),(2,1);
-- migration
INSERT INTO comments SELECT id, post_id FROM replies;
UPDATE posts SET n = (SELECT count(*) FROM comments WHERE post_id = posts.id);
DROP TABLE replies;
-- check
SELECT n = 2 FROM posts;
