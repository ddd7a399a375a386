-- title: Index the rows of the last days
-- harm: none
-- before
CREATE TABLE logs (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO logs VALUES (1,'2025-01-01');
-- migration
CREATE INDEX logs_recent ON logs (at) WHERE at > '2026-01-01';
-- check
SELECT count(*) = 1 FROM pragma_index_list('logs');
