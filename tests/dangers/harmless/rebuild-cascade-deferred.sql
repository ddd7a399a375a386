-- title: Add a CHECK to orders by rebuilding it together with the table that refers to it, the leaf dropped first
-- harm: none
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);
CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER, qty INTEGER, FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE);
-- rows
INSERT INTO orders VALUES (1,50),(2,70);
INSERT INTO lines VALUES (1,1,3),(2,1,1),(3,2,5);
-- migration
PRAGMA defer_foreign_keys = on;
CREATE TABLE orders_new (id INTEGER PRIMARY KEY, total INTEGER CHECK (total >= 0));
CREATE TABLE lines_new (id INTEGER PRIMARY KEY, order_id INTEGER, qty INTEGER, FOREIGN KEY (order_id) REFERENCES orders_new (id) ON DELETE CASCADE);
INSERT INTO orders_new SELECT id, total FROM orders;
INSERT INTO lines_new SELECT id, order_id, qty FROM lines;
DROP TABLE lines;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
ALTER TABLE lines_new RENAME TO lines;
-- check
SELECT (SELECT count(*) FROM lines) = 3 AND (SELECT "table" FROM pragma_foreign_key_list('lines')) = 'orders';
