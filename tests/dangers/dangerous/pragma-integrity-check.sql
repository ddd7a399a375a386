-- title: Check the database at the end
-- harm: D1 does not allow integrity_check (quick_check it does)
-- kind: fails-on-d1
-- line: 2
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE t ADD COLUMN a TEXT;
PRAGMA integrity_check;
-- check
-- error: not authorized
SELECT 1;
