-- title: Rebuild events with a NOT NULL kind
-- harm: The LIMIT left from a trial run keeps only the first two rows
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE events (id INTEGER PRIMARY KEY, kind TEXT);
-- rows
INSERT INTO events VALUES (1,'a'),(2,'b'),(3,'c');
-- migration
CREATE TABLE events_new (id INTEGER PRIMARY KEY, kind TEXT NOT NULL);
INSERT INTO events_new SELECT id, kind FROM events ORDER BY id LIMIT 2;
DROP TABLE events;
ALTER TABLE events_new RENAME TO events;
-- check
SELECT count(*) = 2 FROM events;
