-- title: Remove the test accounts
-- harm: GLOB knows * but not %, so nothing matches
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, login TEXT);
-- rows
INSERT INTO accounts VALUES (1,'test-a'),(2,'kim');
-- migration
DELETE FROM accounts WHERE login GLOB 'test-%';
-- check
SELECT count(*) = 2 FROM accounts;
