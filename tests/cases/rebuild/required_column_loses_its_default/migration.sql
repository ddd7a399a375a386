-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("item is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "item is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "item is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "item is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("item is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('item') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, price:INTEGER:1:0:0';
INSERT INTO "_reconcile_assert" ("item is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('item') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("item is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'item') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'item' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("item is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'item' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'item', (SELECT count(*) FROM "item"));

-- 1/1  rebuild table item
--   for       default of column price changes from 0 to none
--   by        rebuild
--             not alter: ALTER TABLE cannot change the default of column price
--   hazard    rewrites-table: table item is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_item" (id INTEGER PRIMARY KEY, price INTEGER NOT NULL);
INSERT INTO "__new_item" ("id", "price")
SELECT "id", "price"
FROM "item";
DROP TABLE "item";
ALTER TABLE "__new_item" RENAME TO "item";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("item lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("item lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'item') IS NOT (SELECT count(*) FROM "item");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
