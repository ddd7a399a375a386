-- title: Add the missing reference from comments to posts
-- harm: One comment belongs to a post that was deleted long ago
-- kind: fails-on-rows
-- line: 2
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY);
CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER);
-- rows
INSERT INTO posts VALUES (1);
INSERT INTO comments VALUES (1,1),(2,99),(3,NULL);
-- migration
CREATE TABLE comments_new (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts(id));
INSERT INTO comments_new SELECT id, post_id FROM comments;
DROP TABLE comments;
ALTER TABLE comments_new RENAME TO comments;
-- check
-- error: FOREIGN KEY constraint failed
SELECT 1;
