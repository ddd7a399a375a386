-- title: Remove the double customers
-- harm: none
-- before
CREATE TABLE customers (id INTEGER PRIMARY KEY, mail TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER);
CREATE TRIGGER customers_gone AFTER DELETE ON customers BEGIN DELETE FROM orders WHERE customer_id = old.id; END;
-- rows
INSERT INTO customers VALUES (1,'a@x'),(2,'a@x');
INSERT INTO orders VALUES (1,1),(2,2);
-- migration
UPDATE orders SET customer_id = 1 WHERE customer_id = 2;
DELETE FROM customers WHERE id = 2;
-- check
SELECT count(*) = 2 FROM orders WHERE customer_id = 1;
