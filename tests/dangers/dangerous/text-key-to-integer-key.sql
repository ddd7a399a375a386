-- title: Make the key of shops an integer
-- harm: One key is 'x7', which no INTEGER PRIMARY KEY can hold
-- kind: fails-on-rows
-- line: 2
-- before
CREATE TABLE shops (id TEXT PRIMARY KEY, name TEXT);
-- rows
INSERT INTO shops VALUES ('1','a'),('x7','b');
-- migration
CREATE TABLE shops_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO shops_new SELECT id, name FROM shops;
DROP TABLE shops;
ALTER TABLE shops_new RENAME TO shops;
-- check
-- error: datatype mismatch
SELECT 1;
