-- title: Drop the old code
-- harm: A UNIQUE column cannot be dropped
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT);
-- rows
-- migration
ALTER TABLE t DROP COLUMN code;
-- check
-- error: cannot drop UNIQUE column
SELECT 1;
