-- title: Drop the column of a reference
-- harm: none
-- before
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p (id));
-- rows
-- migration
ALTER TABLE c DROP COLUMN p_id;
-- check
SELECT count(*) = 1 FROM pragma_table_info('c');
