-- title: Drop a NOT NULL by editing the schema table
-- harm: D1 does not allow PRAGMA writable_schema
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL);
-- rows
-- migration
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '') WHERE name = 't';
PRAGMA writable_schema = OFF;
-- check
-- error: not authorized
SELECT 1;
