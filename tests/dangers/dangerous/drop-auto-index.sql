-- title: Make a column not unique by dropping its index
-- harm: The index of a UNIQUE constraint cannot be dropped
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE);
-- rows
-- migration
DROP INDEX sqlite_autoindex_t_1;
-- check
-- error: cannot be dropped
SELECT 1;
