-- title: Change the type of a column
-- harm: SQLite has no such statement
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
-- rows
-- migration
ALTER TABLE t ALTER COLUMN a TYPE INTEGER;
-- check
-- error: syntax error
SELECT 1;
