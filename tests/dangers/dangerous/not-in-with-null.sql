-- title: Delete the files nobody uses
-- harm: One post without a file makes NOT IN unknown for every file, so nothing is deleted
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, file_id INTEGER);
-- rows
INSERT INTO files VALUES (1,'a'),(2,'b');
INSERT INTO posts VALUES (1,1),(2,NULL);
-- migration
DELETE FROM files WHERE id NOT IN (SELECT file_id FROM posts);
-- check
SELECT count(*) = 2 FROM files;
