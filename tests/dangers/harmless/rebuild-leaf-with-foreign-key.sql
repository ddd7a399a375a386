-- title: Rebuild the child table; nothing refers to it
-- harm: none
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY);
CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES posts(id) ON DELETE CASCADE, body TEXT);
CREATE INDEX comments_post ON comments (post_id);
-- rows
INSERT INTO posts VALUES (1);
INSERT INTO comments VALUES (1,1,'a'),(2,1,NULL);
-- migration
PRAGMA foreign_keys=OFF;
CREATE TABLE __new_comments (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES posts(id) ON DELETE CASCADE, body TEXT DEFAULT '');
INSERT INTO __new_comments (id, post_id, body) SELECT id, post_id, body FROM comments;
DROP TABLE comments;
ALTER TABLE __new_comments RENAME TO comments;
PRAGMA foreign_keys=ON;
CREATE INDEX comments_post ON comments (post_id);
-- check
SELECT (SELECT count(*) FROM comments) = 2 AND (SELECT on_delete FROM pragma_foreign_key_list('comments')) = 'CASCADE';
