-- title: Delete the orders of closed accounts
-- harm: none
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER);
CREATE TABLE closed (account_id INTEGER);
-- rows
INSERT INTO orders VALUES (1,7),(2,8),(3,9);
INSERT INTO closed VALUES (8);
-- migration
DELETE FROM orders WHERE customer_id IN (SELECT account_id FROM closed);
-- check
SELECT count(*) = 2 FROM orders;
