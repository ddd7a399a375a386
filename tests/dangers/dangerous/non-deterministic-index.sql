-- title: Index the rows of the last days
-- harm: A partial index may not use the present time; D1 notices only at the first row (on an empty table the next INSERT fails instead)
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE logs (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO logs VALUES (1,'2025-01-01');
-- migration
CREATE INDEX logs_recent ON logs (at) WHERE at > datetime('now', '-7 days');
-- check
-- error: non-deterministic
SELECT 1;
