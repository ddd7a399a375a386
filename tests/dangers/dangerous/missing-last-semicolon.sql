-- title: Add a column
-- harm: The last statement lacks its semicolon, and wrangler appends the INSERT into its own table
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE t ADD COLUMN a TEXT
-- check
-- error: near "INSERT": syntax error
SELECT 1;
