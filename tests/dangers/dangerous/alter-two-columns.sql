-- title: Add two columns
-- harm: One ALTER TABLE adds one column
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE t ADD COLUMN a TEXT, ADD COLUMN b TEXT;
-- check
-- error: syntax error
SELECT 1;
