-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("note is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "note is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("note is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('note') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, size:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("note is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('note') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/1  add column note.body
--   for       column body is new, filled with hex(zeroblob(size))
--   by        alter
--   hazard    oversized-row: rows of note grow by the value of body, and D1 allows 2,000,000 bytes in a row; 0 rows
--             backfill-leaves-null: note.body stays NULL where its backfill gives no value; 0 rows
ALTER TABLE "note" ADD COLUMN body TEXT;
UPDATE "note" SET "body" = hex(zeroblob(size));
