-- title: Load rows from a dump of the sqlite3 shell
-- harm: Newer shells write unistr(), which D1 does not allow
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
-- rows
-- migration
INSERT INTO t VALUES (1, unistr('a\u000ab'));
-- check
-- error: not authorized to use function
SELECT 1;
