-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("items is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "items is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("items is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('items') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("items is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('items') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/1  add column items.state
--   for       column state is new, filled with 'new'
--   by        alter
--   hazard    backfill-leaves-null: items.state stays NULL where its backfill gives no value; 0 rows
ALTER TABLE "items" ADD COLUMN state TEXT CHECK (state IN ('new', 'sold'));
UPDATE "items" SET "state" = 'new';
