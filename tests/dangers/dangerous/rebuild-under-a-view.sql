-- title: Rebuild t, which a view reads
-- harm: With the old table dropped the view is broken, and the RENAME fails for it
-- kind: fails-on-d1
-- line: 4
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
CREATE VIEW v AS SELECT a FROM t;
-- rows
-- migration
CREATE TABLE t_new (id INTEGER PRIMARY KEY, a TEXT NOT NULL);
INSERT INTO t_new SELECT * FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
-- check
-- error: error in view v
SELECT 1;
