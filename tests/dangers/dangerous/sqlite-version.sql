-- title: Note the version of the engine
-- harm: D1 does not allow sqlite_version()
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE meta (k TEXT, v TEXT);
-- rows
-- migration
INSERT INTO meta VALUES ('sqlite', sqlite_version());
-- check
-- error: not authorized to use function
SELECT 1;
