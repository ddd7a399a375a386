-- title: Rebuild orders so that placed_at is the present time by default
-- harm: none
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, placed_at TEXT);
-- rows
INSERT INTO orders VALUES (1,'2025-01-01 00:00:00');
-- migration
CREATE TABLE orders_new (id INTEGER PRIMARY KEY, placed_at TEXT NOT NULL DEFAULT (datetime('now')));
INSERT INTO orders_new SELECT * FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
INSERT INTO orders DEFAULT VALUES;
-- check
SELECT placed_at GLOB '20??-*' FROM orders WHERE id = 2;
