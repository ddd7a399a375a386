-- title: Use a temporary view for the copy
-- harm: D1 refuses temporary views
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
-- rows
-- migration
CREATE TEMPORARY VIEW tv AS SELECT id, upper(a) AS a FROM t;
CREATE TABLE t2 AS SELECT * FROM tv;
-- check
-- error: not authorized
SELECT 1;
