-- title: Make a column mandatory in place
-- harm: SQLite 3.53 knows this form, D1's authorizer refuses it
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
-- rows
-- migration
ALTER TABLE t ALTER COLUMN a SET NOT NULL;
-- check
-- error: not authorized
SELECT 1;
