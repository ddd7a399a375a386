-- title: Rename the column name to full_name
-- harm: The view selects *, its column changes its name too, and the reports that read name fail
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE staff (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW v_staff AS SELECT * FROM staff;
-- rows
INSERT INTO staff VALUES (1,'Ann');
-- migration
ALTER TABLE staff RENAME COLUMN name TO full_name;
-- check
SELECT count(*) = 0 FROM pragma_table_info('v_staff') WHERE name = 'name';
