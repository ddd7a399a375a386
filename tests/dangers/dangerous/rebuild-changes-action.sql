-- title: Rebuild orders with a column for the channel
-- harm: The reference was RESTRICT, the new table says CASCADE: deleting a customer now deletes the orders
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE customers (id INTEGER PRIMARY KEY);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id) ON DELETE RESTRICT);
-- rows
INSERT INTO customers VALUES (1);
INSERT INTO orders VALUES (1,1);
-- migration
CREATE TABLE orders_new (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id) ON DELETE CASCADE, channel TEXT);
INSERT INTO orders_new (id, customer_id) SELECT id, customer_id FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
-- check
SELECT on_delete = 'CASCADE' FROM pragma_foreign_key_list('orders');
