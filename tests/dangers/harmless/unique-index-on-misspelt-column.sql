-- title: Make the serial number unique
-- harm: none
-- before
CREATE TABLE devices (id INTEGER PRIMARY KEY, serial TEXT);
-- rows
INSERT INTO devices VALUES (1,'a'),(2,'b');
-- migration
CREATE UNIQUE INDEX "devices_serial" ON "devices" ("serial");
-- check
SELECT name = 'serial' FROM pragma_index_info('devices_serial');
