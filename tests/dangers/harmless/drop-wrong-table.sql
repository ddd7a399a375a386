-- title: Drop the leftover of the last rebuild
-- harm: none
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY);
CREATE TABLE orders_old (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO orders VALUES (1),(2);
INSERT INTO orders_old VALUES (1);
-- migration
DROP TABLE orders_old;
-- check
SELECT count(*) = 2 FROM orders;
