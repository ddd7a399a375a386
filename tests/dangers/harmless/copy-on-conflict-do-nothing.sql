-- title: Change the key of readings to (sensor, day)
-- harm: none
-- before
CREATE TABLE readings (id INTEGER PRIMARY KEY, sensor TEXT, day TEXT, v REAL);
-- rows
INSERT INTO readings VALUES (1,'s','2026-01-01',1.0),(2,'s','2026-01-01',2.0),(3,'s','2026-01-02',3.0);
-- migration
CREATE TABLE readings_new (id INTEGER NOT NULL, sensor TEXT, day TEXT, v REAL, PRIMARY KEY (sensor, day, id));
INSERT INTO readings_new SELECT id, sensor, day, v FROM readings WHERE true ON CONFLICT DO NOTHING;
DROP TABLE readings;
ALTER TABLE readings_new RENAME TO readings;
-- check
SELECT count(*) = 3 FROM readings;
