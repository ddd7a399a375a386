-- title: Move the ids of the songs above one thousand
-- harm: The search table keeps the old ids: no hit leads to a song
-- kind: rowid-moved
-- line: 1
-- before
CREATE TABLE songs (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIRTUAL TABLE songs_fts USING fts5(name, content='songs', content_rowid='id');
-- rows
INSERT INTO songs VALUES (1,'alpha'),(2,'beta');
INSERT INTO songs_fts(songs_fts) VALUES ('rebuild');
-- migration
UPDATE songs SET id = id + 1000;
-- check
SELECT count(*) = 0 FROM songs WHERE id IN (SELECT rowid FROM songs_fts WHERE songs_fts MATCH 'alpha');
