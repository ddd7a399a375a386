-- title: Keep the counter of posts over the rebuild
-- harm: sqlite_sequence has no unique name: OR IGNORE adds a second line for posts
-- kind: side-effect
-- line: 5
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT, t TEXT);
-- rows
INSERT INTO posts VALUES (1,'a'),(9,'b');
DELETE FROM posts WHERE id = 9;
-- migration
CREATE TABLE posts_new (id INTEGER PRIMARY KEY AUTOINCREMENT, t TEXT NOT NULL);
INSERT INTO posts_new SELECT * FROM posts;
DROP TABLE posts;
ALTER TABLE posts_new RENAME TO posts;
INSERT OR IGNORE INTO sqlite_sequence (name, seq) VALUES ('posts', 9);
-- check
SELECT count(*) = 2 FROM sqlite_sequence WHERE name = 'posts';
