-- title: Add a unique column
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE t ADD COLUMN code TEXT;
CREATE UNIQUE INDEX t_code ON t (code);
-- check
SELECT count(*) = 1 FROM pragma_index_list('t') WHERE "unique";
