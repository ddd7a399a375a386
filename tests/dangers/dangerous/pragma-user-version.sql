-- title: Note the version of the schema
-- harm: D1 does not allow PRAGMA user_version
-- kind: fails-on-d1
-- line: 2
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE t ADD COLUMN a TEXT;
PRAGMA user_version = 7;
-- check
-- error: not authorized
SELECT 1;
