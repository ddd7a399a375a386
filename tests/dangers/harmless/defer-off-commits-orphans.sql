-- title: Merge customers 1 and 2: delete the double, with the foreign keys deferred
-- harm: none
-- before
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id));
-- rows
INSERT INTO customers VALUES (1,'Ann'),(2,'Ann');
INSERT INTO orders VALUES (1,1),(2,2);
-- migration
PRAGMA defer_foreign_keys = on;
DELETE FROM customers WHERE id = 2;
UPDATE orders SET customer_id = 1 WHERE customer_id = 2;
PRAGMA defer_foreign_keys = off;
-- check
SELECT (SELECT count(*) FROM pragma_foreign_key_check) = 0 AND (SELECT count(*) FROM orders WHERE customer_id = 1) = 2;
