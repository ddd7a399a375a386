-- title: Delete the closed accounts with all that belongs to them
-- harm: none
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, closed INTEGER);
CREATE TABLE notes (id INTEGER PRIMARY KEY, account_id INTEGER REFERENCES accounts(id) ON DELETE CASCADE);
-- rows
INSERT INTO accounts VALUES (1,0),(2,1);
INSERT INTO notes VALUES (1,1),(2,2);
-- migration
DELETE FROM accounts WHERE closed = 1;
-- check
SELECT group_concat(account_id) = '1' FROM notes;
