-- title: Rename an index within the schema table
-- harm: The schema table may not be written
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
CREATE INDEX i1 ON t (a);
-- rows
-- migration
UPDATE sqlite_master SET name = 't_a' WHERE name = 'i1';
-- check
-- error: may not be modified
SELECT 1;
