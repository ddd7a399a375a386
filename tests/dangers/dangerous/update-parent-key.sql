-- title: Renumber the regions from 101
-- harm: Cities refer to the old numbers, the UPDATE is refused
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE regions (id INTEGER PRIMARY KEY);
CREATE TABLE cities (id INTEGER PRIMARY KEY, region_id INTEGER REFERENCES regions(id));
-- rows
INSERT INTO regions VALUES (1),(2);
INSERT INTO cities VALUES (1,1);
-- migration
UPDATE regions SET id = id + 100;
-- check
-- error: FOREIGN KEY constraint failed
SELECT 1;
