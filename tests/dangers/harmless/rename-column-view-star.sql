-- title: Rename the column name to full_name
-- harm: none
-- before
CREATE TABLE staff (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW v_staff AS SELECT id, name AS name FROM staff;
-- rows
INSERT INTO staff VALUES (1,'Ann');
-- migration
ALTER TABLE staff RENAME COLUMN name TO full_name;
-- check
SELECT count(*) = 1 FROM pragma_table_info('v_staff') WHERE name = 'name';
