-- title: Rebuild accounts with a note
-- harm: none
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0));
-- rows
INSERT INTO accounts VALUES (1,5);
-- migration
CREATE TABLE accounts_new (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0), note TEXT);
INSERT INTO accounts_new (id, balance) SELECT id, balance FROM accounts;
DROP TABLE accounts;
ALTER TABLE accounts_new RENAME TO accounts;
-- check
SELECT sql LIKE '%check%' FROM sqlite_schema WHERE name = 'accounts';
