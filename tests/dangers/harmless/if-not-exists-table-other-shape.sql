-- title: Create the table of devices with a column for the owner
-- harm: none
-- before
CREATE TABLE devices (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO devices VALUES (1,'d');
-- migration
ALTER TABLE devices ADD COLUMN owner TEXT NOT NULL DEFAULT '';
-- check
SELECT count(*) = 1 FROM pragma_table_info('devices') WHERE name = 'owner';
