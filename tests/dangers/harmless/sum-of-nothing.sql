-- title: Recompute the balance from the bookings
-- harm: none
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER DEFAULT 0);
CREATE TABLE bookings (account_id INTEGER, amount INTEGER);
-- rows
INSERT INTO accounts VALUES (1,0),(2,0);
INSERT INTO bookings VALUES (1,5),(1,6);
-- migration
UPDATE accounts SET balance = (SELECT COALESCE(SUM(amount), 0) FROM bookings WHERE account_id = accounts.id);
-- check
SELECT balance = 0 FROM accounts WHERE id = 2;
