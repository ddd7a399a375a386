-- title: Add the deposits to the balances
-- harm: UPDATE FROM changes each row once: of two deposits only one is added
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER);
CREATE TABLE deposits (account_id INTEGER, amount INTEGER);
-- rows
INSERT INTO accounts VALUES (1,100);
INSERT INTO deposits VALUES (1,5),(1,7);
-- migration
UPDATE accounts AS a SET balance = a.balance + d.amount FROM deposits AS d WHERE d.account_id = a.id;
-- check
SELECT balance IN (105, 107) FROM accounts;
