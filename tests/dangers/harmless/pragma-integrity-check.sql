-- title: Check the database at the end
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE t ADD COLUMN a TEXT;
PRAGMA quick_check;
-- check
SELECT count(*) = 2 FROM pragma_table_info('t');
