-- title: Recompute the balance from the bookings
-- harm: sum() over no rows is NULL, so accounts without bookings lose their 0
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER DEFAULT 0);
CREATE TABLE bookings (account_id INTEGER, amount INTEGER);
-- rows
INSERT INTO accounts VALUES (1,0),(2,0);
INSERT INTO bookings VALUES (1,5),(1,6);
-- migration
UPDATE accounts SET balance = (SELECT SUM(amount) FROM bookings WHERE account_id = accounts.id);
-- check
SELECT balance IS NULL FROM accounts WHERE id = 2;
