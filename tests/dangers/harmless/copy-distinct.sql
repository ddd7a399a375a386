-- title: Rebuild the click log with a NOT NULL page (each row has its own id, DISTINCT cannot merge any)
-- harm: none
-- before
CREATE TABLE clicks (id INTEGER PRIMARY KEY, page TEXT, day TEXT);
-- rows
INSERT INTO clicks (page, day) VALUES ('/','2026-01-01'),('/','2026-01-01'),('/a','2026-01-01');
-- migration
CREATE TABLE clicks_new (id INTEGER PRIMARY KEY, page TEXT NOT NULL, day TEXT);
INSERT INTO clicks_new SELECT DISTINCT id, page, day FROM clicks;
DROP TABLE clicks;
ALTER TABLE clicks_new RENAME TO clicks;
-- check
SELECT count(*) = 3 FROM clicks;
