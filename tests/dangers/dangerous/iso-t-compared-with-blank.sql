-- title: Delete what is older than noon of the first of May
-- harm: 'T' sorts after the blank: the times of that day in ISO form all count as later
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE ticks (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO ticks VALUES (1,'2025-05-01T08:00:00Z'),(2,'2025-05-01T15:00:00Z');
-- migration
DELETE FROM ticks WHERE at < '2025-05-01 12:00:00';
-- check
SELECT count(*) = 2 FROM ticks;
