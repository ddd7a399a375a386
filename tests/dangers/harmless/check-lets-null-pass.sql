-- title: Replace NOT NULL by a check that forbids the empty name
-- harm: none
-- before
CREATE TABLE cats (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
-- rows
INSERT INTO cats VALUES (1,'Mia');
-- migration
CREATE TABLE cats_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''));
INSERT INTO cats_new SELECT id, name FROM cats;
DROP TABLE cats;
ALTER TABLE cats_new RENAME TO cats;
INSERT OR IGNORE INTO cats VALUES (2, NULL);
-- check
SELECT count(*) = 1 FROM cats;
