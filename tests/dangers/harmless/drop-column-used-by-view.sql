-- title: Drop a column
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
CREATE VIEW v AS SELECT id, a FROM t;
-- rows
-- migration
DROP VIEW v;
ALTER TABLE t DROP COLUMN a;
CREATE VIEW v AS SELECT id FROM t;
-- check
SELECT count(*) = 1 FROM pragma_table_info('v');
