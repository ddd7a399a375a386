-- title: Stamp all rows with the present time
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO t VALUES (1,NULL);
-- migration
UPDATE t SET at = datetime('now') WHERE at IS NULL;
-- check
SELECT at IS NOT NULL FROM t;
