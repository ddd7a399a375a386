-- title: From now on new accounts count as verified
-- harm: The default of a new column is what the existing, unverified accounts show as well
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, mail TEXT);
-- rows
INSERT INTO accounts VALUES (1,'a@x'),(2,'b@x');
-- migration
ALTER TABLE accounts ADD COLUMN verified INTEGER NOT NULL DEFAULT 1;
-- check
SELECT sum(verified) = 2 FROM accounts;
