-- title: Index the orders by customer
-- harm: "custmer_id" in double quotes is no column, the index is on a constant text
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER);
-- rows
INSERT INTO orders VALUES (1,1),(2,1);
-- migration
CREATE INDEX "orders_customer" ON "orders" ("custmer_id");
-- check
SELECT cid = -2 FROM pragma_index_info('orders_customer');
