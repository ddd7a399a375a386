-- title: Rebuild accounts with a note
-- harm: The CHECK that no balance is negative is not in the new table
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0));
-- rows
INSERT INTO accounts VALUES (1,5);
-- migration
CREATE TABLE accounts_new (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL, note TEXT);
INSERT INTO accounts_new (id, balance) SELECT id, balance FROM accounts;
DROP TABLE accounts;
ALTER TABLE accounts_new RENAME TO accounts;
-- check
SELECT sql NOT LIKE '%check%' FROM sqlite_schema WHERE name = 'accounts';
