-- title: Switch to WAL before the work
-- harm: D1 does not allow PRAGMA journal_mode
-- kind: fails-on-d1
-- line: 1
-- before
-- rows
-- migration
PRAGMA journal_mode = WAL;
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- check
-- error: not authorized
SELECT 1;
