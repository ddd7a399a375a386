-- title: Drop the empty table of regions
-- harm: shops still refers to it: inserting or deleting a shop fails with "no such table"
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE regions (id INTEGER PRIMARY KEY);
CREATE TABLE shops (id INTEGER PRIMARY KEY, region_id INTEGER REFERENCES regions(id));
-- rows
INSERT INTO shops VALUES (1,NULL);
-- migration
DROP TABLE regions;
-- check
SELECT count(*) = 1 FROM pragma_foreign_key_list('shops') WHERE "table" NOT IN (SELECT name FROM sqlite_schema);
