-- title: Drop a column
-- harm: A view still selects it
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
CREATE VIEW v AS SELECT id, a FROM t;
-- rows
-- migration
ALTER TABLE t DROP COLUMN a;
-- check
-- error: error in view
SELECT 1;
