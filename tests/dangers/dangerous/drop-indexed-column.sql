-- title: Drop a column
-- harm: An index still uses it
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
CREATE INDEX t_a ON t (a);
-- rows
-- migration
ALTER TABLE t DROP COLUMN a;
-- check
-- error: error in index
SELECT 1;
