-- title: Set a currency on all orders
-- harm: The audit trigger writes a line for each order, though nothing of it was a user's change
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER, cur TEXT);
CREATE TABLE audit (order_id INTEGER, what TEXT);
CREATE TRIGGER orders_audit AFTER UPDATE ON orders BEGIN INSERT INTO audit VALUES (new.id, 'changed by user'); END;
-- rows
INSERT INTO orders VALUES (1,5,NULL),(2,6,NULL);
-- migration
UPDATE orders SET cur = 'EUR' WHERE cur IS NULL;
-- check
SELECT count(*) = 2 FROM audit;
