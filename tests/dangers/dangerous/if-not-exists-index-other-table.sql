-- title: Index the events by time
-- harm: The name is taken by an index on another table, names of indexes are global
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE events (id INTEGER PRIMARY KEY, at TEXT);
CREATE TABLE visits (id INTEGER PRIMARY KEY, at TEXT);
CREATE INDEX idx_at ON visits (at);
-- rows
INSERT INTO events VALUES (1,'2025');
-- migration
CREATE INDEX IF NOT EXISTS idx_at ON events (at);
-- check
SELECT count(*) = 0 FROM pragma_index_list('events');
