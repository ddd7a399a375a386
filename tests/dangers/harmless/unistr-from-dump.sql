-- title: Load rows from a dump of the sqlite3 shell
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
-- rows
-- migration
INSERT INTO t VALUES (1, 'a' || char(10) || 'b');
-- check
SELECT length(a) = 3 FROM t;
