-- title: Give the room of the dropped table back
-- harm: D1 cannot VACUUM within a migration
-- kind: fails-on-d1
-- line: 2
-- before
CREATE TABLE old_log (id INTEGER PRIMARY KEY);
-- rows
-- migration
DROP TABLE old_log;
VACUUM;
-- check
-- error: cannot VACUUM
SELECT 1;
