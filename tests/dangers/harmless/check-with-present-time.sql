-- title: Forbid times that lie in the future
-- harm: none
-- before
CREATE TABLE visits (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO visits VALUES (1,'2025-01-01 10:00:00');
-- migration
CREATE TABLE visits_new (id INTEGER PRIMARY KEY, at TEXT CHECK (at >= '2000-01-01'));
INSERT INTO visits_new SELECT id, at FROM visits;
DROP TABLE visits;
ALTER TABLE visits_new RENAME TO visits;
-- check
SELECT count(*) = 1 FROM visits;
