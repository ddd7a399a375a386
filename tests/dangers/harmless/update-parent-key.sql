-- title: Renumber the regions from 101
-- harm: none
-- before
CREATE TABLE regions (id INTEGER PRIMARY KEY);
CREATE TABLE cities (id INTEGER PRIMARY KEY, region_id INTEGER REFERENCES regions(id));
-- rows
INSERT INTO regions VALUES (1),(2);
INSERT INTO cities VALUES (1,1);
-- migration
PRAGMA defer_foreign_keys = ON;
UPDATE regions SET id = id + 100;
UPDATE cities SET region_id = region_id + 100;
-- check
SELECT count(*) = 1 FROM cities c JOIN regions r ON r.id = c.region_id;
