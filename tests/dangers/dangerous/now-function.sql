-- title: Stamp all rows with the present time
-- harm: SQLite has no function now()
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO t VALUES (1,NULL);
-- migration
UPDATE t SET at = now() WHERE at IS NULL;
-- check
-- error: no such function
SELECT 1;
