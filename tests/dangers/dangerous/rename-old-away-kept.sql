-- title: Start a fresh devices table and keep the old one for a while under another name
-- harm: RENAME rewrites the children: readings now refers to devices_2025, so readings of new devices are refused and old ones are checked against the wrong table
-- kind: guarantee-lost
-- line: 1
-- before
CREATE TABLE devices (id INTEGER PRIMARY KEY, serial TEXT);
CREATE TABLE readings (id INTEGER PRIMARY KEY, device_id INTEGER REFERENCES devices(id), v REAL);
-- rows
INSERT INTO devices VALUES (1,'s1');
INSERT INTO readings VALUES (1,1,0.5);
-- migration
ALTER TABLE devices RENAME TO devices_2025;
CREATE TABLE devices (id INTEGER PRIMARY KEY, serial TEXT NOT NULL);
INSERT INTO devices SELECT id, serial FROM devices_2025;
-- check
SELECT "table" = 'devices_2025' FROM pragma_foreign_key_list('readings');
