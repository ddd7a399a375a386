-- title: Rebuild files in the order of their names
-- harm: ORDER BY deals the rowids in another order than the search table knows
-- kind: rowid-moved
-- line: 2
-- before
CREATE TABLE files (path TEXT NOT NULL, words TEXT);
CREATE VIRTUAL TABLE files_fts USING fts5(words, content='files', content_rowid='rowid');
-- rows
INSERT INTO files VALUES ('b','alpha'),('a','beta');
INSERT INTO files_fts(files_fts) VALUES ('rebuild');
-- migration
CREATE TABLE files_new (path TEXT NOT NULL, words TEXT, size INTEGER);
INSERT INTO files_new (path, words) SELECT path, words FROM files ORDER BY path;
DROP TABLE files;
ALTER TABLE files_new RENAME TO files;
-- check
SELECT s.path = 'a' FROM files_fts f JOIN files s ON s.rowid = f.rowid WHERE files_fts MATCH 'alpha';
