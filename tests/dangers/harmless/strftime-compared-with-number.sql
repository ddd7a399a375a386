-- title: Delete the log lines before 2024
-- harm: none
-- before
CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO log VALUES (1,'2020-01-01'),(2,'2025-01-01');
-- migration
DELETE FROM log WHERE CAST(strftime('%Y', at) AS INTEGER) < 2024;
-- check
SELECT count(*) = 1 FROM log;
