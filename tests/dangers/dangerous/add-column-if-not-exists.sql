-- title: Add a column unless it is there
-- harm: SQLite has no IF NOT EXISTS for columns
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE t ADD COLUMN IF NOT EXISTS a TEXT;
-- check
-- error: syntax error
SELECT 1;
