-- title: Keep a copy of the devices under another name before changing them
-- harm: none
-- before
CREATE TABLE devices (id INTEGER PRIMARY KEY, serial TEXT);
CREATE TABLE readings (id INTEGER PRIMARY KEY, device_id INTEGER REFERENCES devices(id), v REAL);
-- rows
INSERT INTO devices VALUES (1,'s1');
INSERT INTO readings VALUES (1,1,0.5);
-- migration
CREATE TABLE devices_2025 AS SELECT * FROM devices;
UPDATE devices SET serial = upper(serial);
-- check
SELECT (SELECT "table" FROM pragma_foreign_key_list('readings')) = 'devices' AND (SELECT serial FROM devices) = 'S1';
