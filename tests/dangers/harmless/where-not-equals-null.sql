-- title: Delete what has been marked as deleted
-- harm: none
-- before
CREATE TABLE docs (id INTEGER PRIMARY KEY, deleted_at TEXT);
-- rows
INSERT INTO docs VALUES (1,'2024-01-01'),(2,NULL);
-- migration
DELETE FROM docs WHERE deleted_at IS NOT NULL;
-- check
SELECT group_concat(id) = '2' FROM docs;
