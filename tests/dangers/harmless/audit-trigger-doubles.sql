-- title: Set a currency on all orders
-- harm: none
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER, cur TEXT);
CREATE TABLE audit (order_id INTEGER, what TEXT);
CREATE TRIGGER orders_audit AFTER UPDATE ON orders BEGIN INSERT INTO audit VALUES (new.id, 'changed by user'); END;
-- rows
INSERT INTO orders VALUES (1,5,NULL),(2,6,NULL);
-- migration
DROP TRIGGER orders_audit;
UPDATE orders SET cur = 'EUR' WHERE cur IS NULL;
CREATE TRIGGER orders_audit AFTER UPDATE ON orders BEGIN INSERT INTO audit VALUES (new.id, 'changed by user'); END;
-- check
SELECT (SELECT count(*) FROM audit) = 0 AND (SELECT count(*) FROM orders WHERE cur = 'EUR') = 2 AND (SELECT count(*) FROM sqlite_schema WHERE type = 'trigger') = 1;
