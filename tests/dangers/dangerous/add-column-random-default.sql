-- title: Add a public id to each row
-- harm: A default that is an expression is refused as soon as there are rows
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE files (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO files VALUES (1),(2);
-- migration
ALTER TABLE files ADD COLUMN uid TEXT NOT NULL DEFAULT (lower(hex(randomblob(16))));
CREATE UNIQUE INDEX files_uid ON files (uid);
-- check
-- error: Cannot add a column with non-constant default
SELECT 1;
