-- title: Add a CHECK to orders by rebuilding it, with the foreign keys deferred
-- harm: Deferring delays only the verification, not the actions: the lines of all orders are deleted when the old table is dropped
-- kind: rows-lost
-- line: 4
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);
CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER, qty INTEGER, FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE);
-- rows
INSERT INTO orders VALUES (1,50),(2,70);
INSERT INTO lines VALUES (1,1,3),(2,1,1),(3,2,5);
-- migration
PRAGMA defer_foreign_keys = on;
CREATE TABLE orders_new (id INTEGER PRIMARY KEY, total INTEGER CHECK (total >= 0));
INSERT INTO orders_new SELECT id, total FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
PRAGMA defer_foreign_keys = off;
-- check
SELECT count(*) = 0 FROM lines;
