-- title: Keep the counter of posts over the rebuild
-- harm: none
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
UPDATE sqlite_sequence SET seq = 9 WHERE name = 'posts' AND seq < 9;
-- check
SELECT count(*) = 1 AND max(seq) = 9 FROM sqlite_sequence WHERE name = 'posts';
