-- title: Mark the items whose stock is unknown
-- harm: none
-- before
CREATE TABLE items (id INTEGER PRIMARY KEY, stock INTEGER, flag INTEGER DEFAULT 0);
-- rows
INSERT INTO items (id, stock) VALUES (1,5),(2,NULL);
-- migration
UPDATE items SET flag = 1 WHERE stock IS NULL;
-- check
SELECT sum(flag) = 1 FROM items;
