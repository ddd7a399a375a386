-- title: Remove the oldest entry of the queue
-- harm: LIMIT without ORDER BY takes the first in the order of the table, here not the oldest
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE queue (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO queue VALUES (1,'2026-02-01'),(2,'2025-01-01');
-- migration
DELETE FROM queue LIMIT 1;
-- check
SELECT group_concat(id) = '2' FROM queue;
