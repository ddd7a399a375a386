-- title: Delete the files nobody uses
-- harm: none
-- before
CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, file_id INTEGER);
-- rows
INSERT INTO files VALUES (1,'a'),(2,'b');
INSERT INTO posts VALUES (1,1),(2,NULL);
-- migration
DELETE FROM files WHERE id NOT IN (SELECT file_id FROM posts WHERE file_id IS NOT NULL);
-- check
SELECT count(*) = 1 FROM files;
