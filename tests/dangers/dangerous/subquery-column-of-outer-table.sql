-- title: Delete the orders of closed accounts
-- harm: closed has no column customer_id, so the name means the outer orders.customer_id and every order is deleted
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER);
CREATE TABLE closed (account_id INTEGER);
-- rows
INSERT INTO orders VALUES (1,7),(2,8),(3,9);
INSERT INTO closed VALUES (8);
-- migration
DELETE FROM orders WHERE customer_id IN (SELECT customer_id FROM closed);
-- check
SELECT count(*) = 0 FROM orders;
