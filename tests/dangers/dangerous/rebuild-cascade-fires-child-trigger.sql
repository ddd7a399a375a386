-- title: Rebuild folders; the files are saved and put back afterwards
-- harm: The cascade fires the delete trigger of files, so that every file is queued for removal from storage
-- kind: side-effect
-- line: 4
-- before
CREATE TABLE folders (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE files (id INTEGER PRIMARY KEY, folder_id INTEGER REFERENCES folders(id) ON DELETE CASCADE, key TEXT);
CREATE TABLE purge (key TEXT);
CREATE TRIGGER files_gone AFTER DELETE ON files BEGIN INSERT INTO purge VALUES (old.key); END;
-- rows
INSERT INTO folders VALUES (1,'f');
INSERT INTO files VALUES (1,1,'k1'),(2,1,'k2');
-- migration
CREATE TABLE files_saved AS SELECT * FROM files;
CREATE TABLE folders_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO folders_new SELECT * FROM folders;
DROP TABLE folders;
ALTER TABLE folders_new RENAME TO folders;
INSERT INTO files SELECT * FROM files_saved;
DROP TABLE files_saved;
-- check
SELECT (SELECT count(*) FROM files) = 2 AND (SELECT count(*) FROM purge) = 2;
