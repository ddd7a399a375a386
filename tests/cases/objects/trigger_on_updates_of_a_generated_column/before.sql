CREATE TABLE orders (id INTEGER PRIMARY KEY, cents INTEGER, euros REAL AS (cents / 100.0));
CREATE TABLE log (what TEXT);
CREATE TRIGGER orders_log AFTER UPDATE OF euros ON orders BEGIN INSERT INTO log VALUES ('changed'); END;
