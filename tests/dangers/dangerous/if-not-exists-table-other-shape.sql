-- title: Create the table of devices with a column for the owner
-- harm: An older devices without that column is there, IF NOT EXISTS hides it
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE devices (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO devices VALUES (1,'d');
-- migration
CREATE TABLE IF NOT EXISTS devices (id INTEGER PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL DEFAULT '');
-- check
SELECT count(*) = 0 FROM pragma_table_info('devices') WHERE name = 'owner';
