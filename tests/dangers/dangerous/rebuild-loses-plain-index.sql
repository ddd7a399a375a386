-- title: Rebuild events with a NOT NULL kind
-- harm: The index on user_id is not made again, every look-up reads the whole table
-- kind: side-effect
-- line: 3
-- before
CREATE TABLE events (id INTEGER PRIMARY KEY, user_id INTEGER, kind TEXT);
CREATE INDEX events_user ON events (user_id);
-- rows
INSERT INTO events VALUES (1,1,'a');
-- migration
CREATE TABLE events_new (id INTEGER PRIMARY KEY, user_id INTEGER, kind TEXT NOT NULL);
INSERT INTO events_new SELECT * FROM events;
DROP TABLE events;
ALTER TABLE events_new RENAME TO events;
-- check
SELECT count(*) = 0 FROM pragma_index_list('events');
