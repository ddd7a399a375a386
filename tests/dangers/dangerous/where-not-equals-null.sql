-- title: Delete what has been marked as deleted
-- harm: deleted_at <> NULL is never true, nothing is purged
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE docs (id INTEGER PRIMARY KEY, deleted_at TEXT);
-- rows
INSERT INTO docs VALUES (1,'2024-01-01'),(2,NULL);
-- migration
DELETE FROM docs WHERE deleted_at <> NULL;
-- check
SELECT count(*) = 2 FROM docs;
