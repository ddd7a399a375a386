-- title: Change the columns of albums: keep the rows in a backup, drop, create again, copy back
-- harm: The photos are deleted at the drop; that the albums come back with the same ids does not help them
-- kind: rows-lost
-- line: 3
-- before
CREATE TABLE albums (id INTEGER PRIMARY KEY, title TEXT, year TEXT);
CREATE TABLE photos (id INTEGER PRIMARY KEY, album_id INTEGER REFERENCES albums(id) ON DELETE CASCADE);
-- rows
INSERT INTO albums VALUES (1,'sea','2020');
INSERT INTO photos VALUES (1,1),(2,1);
-- migration
PRAGMA defer_foreign_keys=on;
CREATE TABLE albums_backup AS SELECT * FROM albums;
DROP TABLE albums;
CREATE TABLE albums (id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER);
INSERT INTO albums SELECT id, title, year FROM albums_backup;
DROP TABLE albums_backup;
-- check
SELECT count(*) = 0 FROM photos;
