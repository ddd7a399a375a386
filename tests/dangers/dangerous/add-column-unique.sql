-- title: Add a unique column
-- harm: A UNIQUE column cannot be added, not even to an empty table
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE t ADD COLUMN code TEXT UNIQUE;
-- check
-- error: Cannot add a UNIQUE column
SELECT 1;
