-- title: Remove the oldest entry of the queue
-- harm: none
-- before
CREATE TABLE queue (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO queue VALUES (1,'2026-02-01'),(2,'2025-01-01');
-- migration
DELETE FROM queue ORDER BY at LIMIT 1;
-- check
SELECT group_concat(id) = '1' FROM queue;
