-- title: Add a CHECK in place
-- harm: SQLite 3.53 knows this form, D1's authorizer refuses it
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);
-- rows
-- migration
ALTER TABLE t ADD CONSTRAINT a_pos CHECK (a > 0);
-- check
-- error: not authorized
SELECT 1;
