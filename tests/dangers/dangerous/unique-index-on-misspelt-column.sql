-- title: Make the serial number unique
-- harm: "seriall" is a constant text to SQLite, equal in all rows
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE devices (id INTEGER PRIMARY KEY, serial TEXT);
-- rows
INSERT INTO devices VALUES (1,'a'),(2,'b');
-- migration
CREATE UNIQUE INDEX "devices_serial" ON "devices" ("seriall");
-- check
-- error: UNIQUE constraint failed
SELECT 1;
