-- title: Add two columns
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE t ADD COLUMN a TEXT;
ALTER TABLE t ADD COLUMN b TEXT;
-- check
SELECT count(*) = 3 FROM pragma_table_info('t');
