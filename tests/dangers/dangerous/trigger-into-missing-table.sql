-- title: Log each new order
-- harm: The table of the log does not exist; CREATE TRIGGER does not look, and every insert of an order fails from now on
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO orders VALUES (1);
-- migration
CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN INSERT INTO order_log VALUES (new.id); END;
-- check
SELECT (SELECT count(*) FROM sqlite_schema WHERE name = 'orders_log') = 1 AND (SELECT count(*) FROM sqlite_schema WHERE name = 'order_log') = 0;
