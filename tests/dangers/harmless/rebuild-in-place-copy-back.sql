-- title: Change the columns of albums: backup, drop, create again, copy back; the reference has no delete action
-- harm: none
-- before
CREATE TABLE albums (id INTEGER PRIMARY KEY, title TEXT, year TEXT);
CREATE TABLE photos (id INTEGER PRIMARY KEY, album_id INTEGER REFERENCES albums(id));
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
SELECT (SELECT count(*) FROM photos) = 2 AND (SELECT count(*) FROM albums) = 1;
