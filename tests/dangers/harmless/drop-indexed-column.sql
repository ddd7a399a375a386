-- title: Drop a column
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
CREATE INDEX t_a ON t (a);
-- rows
-- migration
DROP INDEX t_a;
ALTER TABLE t DROP COLUMN a;
-- check
SELECT count(*) = 1 FROM pragma_table_info('t');
