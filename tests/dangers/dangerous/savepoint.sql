-- title: Try a change and keep the rest if it fails
-- harm: D1 refuses SAVEPOINT
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
SAVEPOINT s1;
ALTER TABLE t ADD COLUMN note TEXT;
RELEASE s1;
-- check
-- error: To execute a transaction, please use
SELECT 1;
