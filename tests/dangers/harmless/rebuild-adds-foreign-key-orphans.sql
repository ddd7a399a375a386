-- title: Add the missing reference from comments to posts
-- harm: none
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY);
CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER);
-- rows
INSERT INTO posts VALUES (1);
INSERT INTO comments VALUES (1,1),(2,99),(3,NULL);
-- migration
UPDATE comments SET post_id = NULL WHERE post_id NOT IN (SELECT id FROM posts);
CREATE TABLE comments_new (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts(id));
INSERT INTO comments_new SELECT id, post_id FROM comments;
DROP TABLE comments;
ALTER TABLE comments_new RENAME TO comments;
-- check
SELECT count(*) = 3 FROM comments;
