-- title: Add a public id to each row
-- harm: none
-- before
CREATE TABLE files (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO files VALUES (1),(2);
-- migration
ALTER TABLE files ADD COLUMN uid TEXT NOT NULL DEFAULT '';
UPDATE files SET uid = lower(hex(randomblob(16)));
CREATE UNIQUE INDEX files_uid ON files (uid);
-- check
SELECT count(DISTINCT uid) = 2 FROM files;
