-- title: Move the replies from the old table into comments
-- harm: The insert trigger counts each again, though the counter had them already
-- kind: side-effect
-- line: 1
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
DROP TABLE replies;
-- check
SELECT n = 4 FROM posts;
