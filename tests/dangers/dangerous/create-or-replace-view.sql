-- title: Change the view
-- harm: SQLite has no CREATE OR REPLACE
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM t;
-- rows
-- migration
CREATE OR REPLACE VIEW v AS SELECT id, id * 2 AS d FROM t;
-- check
-- error: syntax error
SELECT 1;
