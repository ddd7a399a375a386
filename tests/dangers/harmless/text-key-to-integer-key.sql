-- title: Make the key of shops an integer
-- harm: none
-- before
CREATE TABLE shops (id TEXT PRIMARY KEY, name TEXT);
-- rows
INSERT INTO shops VALUES ('1','a'),('x7','b');
-- migration
CREATE TABLE shops_new (id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT);
INSERT INTO shops_new (code, name) SELECT id, name FROM shops;
DROP TABLE shops;
ALTER TABLE shops_new RENAME TO shops;
-- check
SELECT count(*) = 2 FROM shops;
