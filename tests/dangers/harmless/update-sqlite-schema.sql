-- title: Rename an index within the schema table
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
CREATE INDEX i1 ON t (a);
-- rows
-- migration
DROP INDEX i1;
CREATE INDEX t_a ON t (a);
-- check
SELECT count(*) = 1 FROM sqlite_schema WHERE name = 't_a';
