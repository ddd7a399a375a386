-- title: Give the room of the dropped table back
-- harm: none
-- before
CREATE TABLE old_log (id INTEGER PRIMARY KEY);
-- rows
-- migration
DROP TABLE old_log;
PRAGMA optimize;
-- check
SELECT count(*) = 0 FROM sqlite_schema WHERE name = 'old_log';
