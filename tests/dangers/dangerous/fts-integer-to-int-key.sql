-- title: Rebuild songs with the type INT for the key
-- harm: INT PRIMARY KEY is no alias of the rowid: the rowids are dealt anew and the search table points at others
-- kind: rowid-moved
-- line: 3
-- before
CREATE TABLE songs (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIRTUAL TABLE songs_fts USING fts5(name, content='songs');
-- rows
INSERT INTO songs VALUES (2,'alpha'),(5,'beta');
INSERT INTO songs_fts(songs_fts) VALUES ('rebuild');
-- migration
CREATE TABLE songs_new (id INT NOT NULL PRIMARY KEY, name TEXT);
INSERT INTO songs_new SELECT id, name FROM songs;
DROP TABLE songs;
ALTER TABLE songs_new RENAME TO songs;
-- check
SELECT (SELECT s.id FROM songs_fts f JOIN songs s ON s.rowid = f.rowid WHERE songs_fts MATCH 'alpha') IS NOT 2;
