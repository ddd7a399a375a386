-- title: Forbid times that lie in the future
-- harm: A CHECK may not use the present time; D1 accepts the table and refuses the first row
-- kind: fails-on-rows
-- line: 2
-- before
CREATE TABLE visits (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO visits VALUES (1,'2025-01-01 10:00:00');
-- migration
CREATE TABLE visits_new (id INTEGER PRIMARY KEY, at TEXT CHECK (at <= datetime('now')));
INSERT INTO visits_new SELECT id, at FROM visits;
DROP TABLE visits;
ALTER TABLE visits_new RENAME TO visits;
-- check
-- error: non-deterministic
SELECT 1;
