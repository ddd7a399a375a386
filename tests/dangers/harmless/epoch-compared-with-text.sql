-- title: Delete the events older than thirty days
-- harm: none
-- before
CREATE TABLE events (id INTEGER PRIMARY KEY, at INTEGER);
-- rows
INSERT INTO events VALUES (1,1500000000),(2,32000000000);
-- migration
DELETE FROM events WHERE at < unixepoch('now', '-30 days');
-- check
SELECT count(*) = 1 FROM events;
