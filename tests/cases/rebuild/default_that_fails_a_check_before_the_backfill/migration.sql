-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("items is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "items is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "items is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "items is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("items is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('items') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("items is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('items') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("items is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'items') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'items' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("items is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'items' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'items', (SELECT count(*) FROM "items"));

-- 1/1  rebuild table items
--   for       column price is new, filled with id * 10
--             column code is new, filled with 'c' || id
--             CHECK (price > 0) is new
--             CHECK (code IS NOT NULL) is new
--   by        rebuild
--             not alter: ALTER TABLE adds column price with its default, and checks CHECK (price > 0) before the backfill fills it
--             not alter: ALTER TABLE adds column code with its default, and checks CHECK (code IS NOT NULL) before the backfill fills it
--   hazard    add-check: CHECK (price > 0) on items is new to rows that are there; 0 rows
--             add-check: CHECK (code IS NOT NULL) on items is new to rows that are there; 0 rows
--             rewrites-table: table items is copied row by row; 2 rows, about 8 rows written
--             backfill-leaves-null: items.price stays NULL where its backfill gives no value; 0 rows
--             backfill-leaves-null: items.code stays NULL where its backfill gives no value; 0 rows
CREATE TABLE "__new_items" (
  id INTEGER PRIMARY KEY,
  price INTEGER DEFAULT 0 CHECK (price > 0),
  code TEXT CHECK (code IS NOT NULL)
);
INSERT INTO "__new_items" ("id", "price", "code")
SELECT "id", id * 10, 'c' || id
FROM "items";
DROP TABLE "items";
ALTER TABLE "__new_items" RENAME TO "items";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("items lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("items lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'items') IS NOT (SELECT count(*) FROM "items");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
