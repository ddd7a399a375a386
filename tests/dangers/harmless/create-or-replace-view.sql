-- title: Change the view
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM t;
-- rows
-- migration
DROP VIEW v;
CREATE VIEW v AS SELECT id, id * 2 AS d FROM t;
-- check
SELECT count(*) = 2 FROM pragma_table_info('v');
