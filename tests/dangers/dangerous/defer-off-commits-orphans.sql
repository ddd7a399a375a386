-- title: Merge customers 1 and 2: delete the double, with the foreign keys deferred
-- harm: defer_foreign_keys=off inside the transaction forgets the violation, and the orders of customer 2 are left without a customer
-- kind: guarantee-lost
-- line: 3
-- before
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id));
-- rows
INSERT INTO customers VALUES (1,'Ann'),(2,'Ann');
INSERT INTO orders VALUES (1,1),(2,2);
-- migration
PRAGMA defer_foreign_keys = on;
DELETE FROM customers WHERE id = 2;
PRAGMA defer_foreign_keys = off;
-- check
SELECT count(*) = 1 FROM pragma_foreign_key_check;
