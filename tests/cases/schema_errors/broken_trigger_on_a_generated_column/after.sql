CREATE TABLE orders (id INTEGER PRIMARY KEY, cents INTEGER, euros REAL AS (cents / 100.0));
CREATE TRIGGER orders_log AFTER UPDATE OF euros ON orders BEGIN SELECT missing FROM orders; END;
