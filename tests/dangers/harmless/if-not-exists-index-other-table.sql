-- title: Index the events by time
-- harm: none
-- before
CREATE TABLE events (id INTEGER PRIMARY KEY, at TEXT);
CREATE TABLE visits (id INTEGER PRIMARY KEY, at TEXT);
CREATE INDEX idx_at ON visits (at);
-- rows
INSERT INTO events VALUES (1,'2025');
-- migration
CREATE INDEX IF NOT EXISTS idx_events_at ON events (at);
-- check
SELECT count(*) = 1 FROM pragma_index_list('events');
