-- title: Log each new order
-- harm: none
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO orders VALUES (1);
-- migration
CREATE TABLE order_log (order_id INTEGER);
CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN INSERT INTO order_log VALUES (new.id); END;
INSERT INTO orders VALUES (2);
-- check
SELECT order_id = 2 FROM order_log;
