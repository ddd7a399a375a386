-- title: Rebuild carts, written with another tool's type names
-- harm: none
-- before
CREATE TABLE carts (id INTEGER PRIMARY KEY, total INTEGER);
-- rows
INSERT INTO carts VALUES (1,5);
-- migration
CREATE TABLE carts_new (id INTEGER PRIMARY KEY, total INT);
INSERT INTO carts_new SELECT id, total FROM carts;
DROP TABLE carts;
ALTER TABLE carts_new RENAME TO carts;
INSERT INTO carts (total) VALUES (8);
-- check
SELECT id = 2 FROM carts WHERE total = 8;
