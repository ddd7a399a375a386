-- title: Add a CHECK in place
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);
-- rows
-- migration
CREATE TABLE t_new (id INTEGER PRIMARY KEY, a INTEGER, CONSTRAINT a_pos CHECK (a > 0));
INSERT INTO t_new SELECT id, a FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
-- check
SELECT sql LIKE '%a_pos%' FROM sqlite_schema WHERE name = 't';
