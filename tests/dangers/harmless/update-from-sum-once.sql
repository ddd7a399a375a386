-- title: Add the deposits to the balances
-- harm: none
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER);
CREATE TABLE deposits (account_id INTEGER, amount INTEGER);
-- rows
INSERT INTO accounts VALUES (1,100);
INSERT INTO deposits VALUES (1,5),(1,7);
-- migration
UPDATE accounts AS a SET balance = a.balance + d.amount FROM (SELECT account_id, sum(amount) AS amount FROM deposits GROUP BY account_id) AS d WHERE d.account_id = a.id;
-- check
SELECT balance = 112 FROM accounts;
