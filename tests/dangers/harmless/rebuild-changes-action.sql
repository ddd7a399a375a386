-- title: Rebuild orders with a column for the channel
-- harm: none
-- before
CREATE TABLE customers (id INTEGER PRIMARY KEY);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id) ON DELETE RESTRICT);
-- rows
INSERT INTO customers VALUES (1);
INSERT INTO orders VALUES (1,1);
-- migration
ALTER TABLE orders ADD COLUMN channel TEXT;
-- check
SELECT on_delete = 'RESTRICT' FROM pragma_foreign_key_list('orders');
