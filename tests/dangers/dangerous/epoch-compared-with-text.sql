-- title: Delete the events older than thirty days
-- harm: at is a number, date() a text; every number is less than every text, so all events go
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE events (id INTEGER PRIMARY KEY, at INTEGER);
-- rows
INSERT INTO events VALUES (1,1500000000),(2,32000000000);
-- migration
DELETE FROM events WHERE at < date('now', '-30 days');
-- check
SELECT count(*) = 0 FROM events;
