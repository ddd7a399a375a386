-- title: Add a CHECK to accounts by rebuilding the table
-- harm: The copy takes over only the accounts that are not closed
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER, closed_at TEXT);
-- rows
INSERT INTO accounts VALUES (1,5,NULL),(2,0,'2025-05-05'),(3,9,NULL);
-- migration
CREATE TABLE accounts_new (id INTEGER PRIMARY KEY, balance INTEGER CHECK (balance >= 0), closed_at TEXT);
INSERT INTO accounts_new SELECT id, balance, closed_at FROM accounts WHERE closed_at IS NULL;
DROP TABLE accounts;
ALTER TABLE accounts_new RENAME TO accounts;
-- check
SELECT count(*) = 2 FROM accounts;
