-- title: From now on new accounts count as verified
-- harm: none
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, mail TEXT);
-- rows
INSERT INTO accounts VALUES (1,'a@x'),(2,'b@x');
-- migration
ALTER TABLE accounts ADD COLUMN verified INTEGER NOT NULL DEFAULT 1;
UPDATE accounts SET verified = 0;
-- check
SELECT sum(verified) = 0 FROM accounts;
