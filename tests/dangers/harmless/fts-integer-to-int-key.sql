-- title: Rebuild songs with the type INT for the key
-- harm: none
-- before
CREATE TABLE songs (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIRTUAL TABLE songs_fts USING fts5(name, content='songs');
-- rows
INSERT INTO songs VALUES (2,'alpha'),(5,'beta');
INSERT INTO songs_fts(songs_fts) VALUES ('rebuild');
-- migration
CREATE TABLE songs_new (id INTEGER NOT NULL PRIMARY KEY, name TEXT);
INSERT INTO songs_new SELECT id, name FROM songs;
DROP TABLE songs;
ALTER TABLE songs_new RENAME TO songs;
-- check
SELECT s.id = 2 FROM songs_fts f JOIN songs s ON s.rowid = f.rowid WHERE songs_fts MATCH 'alpha';
