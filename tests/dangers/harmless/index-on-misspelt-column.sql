-- title: Index the orders by customer
-- harm: none
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER);
-- rows
INSERT INTO orders VALUES (1,1),(2,1);
-- migration
CREATE INDEX "orders_customer" ON "orders" ("customer_id");
-- check
SELECT name = 'customer_id' FROM pragma_index_info('orders_customer');
