-- title: Rebuild carts, written with another tool's type names
-- harm: INT PRIMARY KEY is not INTEGER PRIMARY KEY: new rows get NULL for an id
-- kind: guarantee-lost
-- line: 1
-- before
CREATE TABLE carts (id INTEGER PRIMARY KEY, total INTEGER);
-- rows
INSERT INTO carts VALUES (1,5);
-- migration
CREATE TABLE carts_new (id INT PRIMARY KEY, total INT);
INSERT INTO carts_new SELECT id, total FROM carts;
DROP TABLE carts;
ALTER TABLE carts_new RENAME TO carts;
INSERT INTO carts (total) VALUES (8);
-- check
SELECT id IS NULL FROM carts WHERE total = 8;
