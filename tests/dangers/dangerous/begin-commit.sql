-- title: Create two tables in one transaction
-- harm: D1 refuses BEGIN; each migration is a transaction of its own
-- kind: fails-on-d1
-- line: 1
-- before
-- rows
-- migration
BEGIN TRANSACTION;
CREATE TABLE a (id INTEGER PRIMARY KEY);
CREATE TABLE b (id INTEGER PRIMARY KEY);
COMMIT;
-- check
-- error: To execute a transaction, please use
SELECT 1;
