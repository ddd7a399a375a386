-- title: Change the key of readings to (sensor, day)
-- harm: Several readings of one day collapse into the first of them
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE readings (id INTEGER PRIMARY KEY, sensor TEXT, day TEXT, v REAL);
-- rows
INSERT INTO readings VALUES (1,'s','2026-01-01',1.0),(2,'s','2026-01-01',2.0),(3,'s','2026-01-02',3.0);
-- migration
CREATE TABLE readings_new (sensor TEXT, day TEXT, v REAL, PRIMARY KEY (sensor, day));
INSERT INTO readings_new SELECT sensor, day, v FROM readings WHERE true ON CONFLICT DO NOTHING;
DROP TABLE readings;
ALTER TABLE readings_new RENAME TO readings;
-- check
SELECT count(*) = 2 FROM readings;
