-- title: Delete what is older than noon of the first of May
-- harm: none
-- before
CREATE TABLE ticks (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO ticks VALUES (1,'2025-05-01T08:00:00Z'),(2,'2025-05-01T15:00:00Z');
-- migration
DELETE FROM ticks WHERE datetime(at) < '2025-05-01 12:00:00';
-- check
SELECT group_concat(id) = '2' FROM ticks;
