-- title: Rebuild t, which a view reads
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
CREATE VIEW v AS SELECT a FROM t;
-- rows
-- migration
DROP VIEW v;
CREATE TABLE t_new (id INTEGER PRIMARY KEY, a TEXT NOT NULL);
INSERT INTO t_new SELECT * FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
CREATE VIEW v AS SELECT a FROM t;
-- check
SELECT count(*) = 0 FROM v;
