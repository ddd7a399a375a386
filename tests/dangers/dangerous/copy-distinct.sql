-- title: Rebuild the click log with a NOT NULL page
-- harm: DISTINCT merges the clicks that look alike, so that the counts change
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE clicks (page TEXT, day TEXT);
-- rows
INSERT INTO clicks VALUES ('/','2026-01-01'),('/','2026-01-01'),('/a','2026-01-01');
-- migration
CREATE TABLE clicks_new (page TEXT NOT NULL, day TEXT);
INSERT INTO clicks_new SELECT DISTINCT page, day FROM clicks;
DROP TABLE clicks;
ALTER TABLE clicks_new RENAME TO clicks;
-- check
SELECT count(*) = 2 FROM clicks;
