-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("place is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "place is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "place is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "place is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("place is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('place') ORDER BY 1)) IS NOT 'code:TEXT:key:1:0, note:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("place is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('place') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("place is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'place') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'place' ORDER BY 1)) IS NOT 'shop.code:CASCADE';
INSERT INTO "_reconcile_assert" ("place is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'place' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'place', (SELECT count(*) FROM "place")),
  ('rows', 'shop', (SELECT count(*) FROM "shop")),
  ('orphans', 'shop', (SELECT count(*) FROM pragma_foreign_key_check('shop')));

-- 1/1  rebuild table place
--   for       default of column note changes from none to 'none'
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot change the default of column note
--             not rebuild: shop references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--   hazard    rewrites-table: table place is copied row by row; 2 rows, about 10 rows written
CREATE TRIGGER "__guard_shop_delete" BEFORE DELETE ON "shop" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_place" (code TEXT PRIMARY KEY, note TEXT DEFAULT 'none') WITHOUT ROWID;
INSERT INTO "__new_place" ("code", "note")
SELECT "code", "note"
FROM "place";
DROP TABLE "place";
ALTER TABLE "__new_place" RENAME TO "place";
DROP TRIGGER "__guard_shop_delete";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("place lost rows" INT NOT NULL DEFAULT 0, "shop lost rows" INT NOT NULL DEFAULT 0, "shop has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("place lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'place') IS NOT (SELECT count(*) FROM "place");
INSERT INTO "_reconcile_assert" ("shop lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'shop') IS NOT (SELECT count(*) FROM "shop");
INSERT INTO "_reconcile_assert" ("shop has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('shop')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'shop'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
