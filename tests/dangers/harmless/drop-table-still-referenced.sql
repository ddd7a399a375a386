-- title: Drop the empty table of regions
-- harm: none
-- before
CREATE TABLE regions (id INTEGER PRIMARY KEY);
CREATE TABLE shops (id INTEGER PRIMARY KEY, region_id INTEGER REFERENCES regions(id));
-- rows
INSERT INTO shops VALUES (1,NULL);
-- migration
ALTER TABLE shops DROP COLUMN region_id;
DROP TABLE regions;
-- check
SELECT count(*) = 0 FROM pragma_foreign_key_list('shops');
