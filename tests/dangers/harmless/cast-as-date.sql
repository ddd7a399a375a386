-- title: Keep only the day of visits.at
-- harm: none
-- before
CREATE TABLE visits (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO visits VALUES (1,'2025-03-04 10:00:00'),(2,NULL);
-- migration
UPDATE visits SET at = date(at);
-- check
SELECT at = '2025-03-04' FROM visits WHERE id = 1;
