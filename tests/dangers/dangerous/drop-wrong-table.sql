-- title: Drop the leftover of the last rebuild
-- harm: The live table is dropped, the leftover stays
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY);
CREATE TABLE orders_old (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO orders VALUES (1),(2);
INSERT INTO orders_old VALUES (1);
-- migration
DROP TABLE orders;
ALTER TABLE orders_old RENAME TO orders;
-- check
SELECT count(*) = 1 FROM orders;
