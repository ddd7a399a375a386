-- title: Keep only the day of visits.at
-- harm: DATE is no type of SQLite, CAST(... AS DATE) takes the leading number: the year
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE visits (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO visits VALUES (1,'2025-03-04 10:00:00'),(2,NULL);
-- migration
UPDATE visits SET at = CAST(at AS DATE);
-- check
SELECT at = '2025' FROM visits WHERE id = 1;
