-- title: Delete the log lines before 2024
-- harm: strftime() gives a text, which is never less than a number
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO log VALUES (1,'2020-01-01'),(2,'2025-01-01');
-- migration
DELETE FROM log WHERE strftime('%Y', at) < 2024;
-- check
SELECT count(*) = 2 FROM log;
