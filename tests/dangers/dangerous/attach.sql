-- title: Copy the rows from the archive database
-- harm: D1 refuses ATTACH
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
ATTACH DATABASE 'archive.db' AS archive;
INSERT INTO t SELECT id FROM archive.t;
-- check
-- error: not authorized
SELECT 1;
