-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("shop is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "shop is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "shop is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "shop is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("shop is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('shop') ORDER BY 1)) IS NOT 'city:TEXT:0:0:0, country:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("shop is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('shop') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("shop is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'shop') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'shop' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("shop is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'shop' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'shop', (SELECT count(*) FROM "shop")),
  ('orphans', 'shop', (SELECT count(*) FROM pragma_foreign_key_check('shop')));

-- 1/1  rebuild table shop
--   for       foreign key (country, city) → place(country, city) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--   hazard    add-foreign-key: shop(country, city) must be found in place for rows that are there; 0 rows
--             rewrites-table: table shop is copied row by row; 3 rows, about 9 rows written
--             foreign-key-without-index: foreign key shop(country, city) has no index: each row deleted from place reads all of shop
CREATE TABLE "__new_shop" (id INTEGER PRIMARY KEY, country TEXT, city TEXT, FOREIGN KEY (country, city) REFERENCES place);
INSERT INTO "__new_shop" ("id", "country", "city")
SELECT "id", "country", "city"
FROM "shop";
DROP TABLE "shop";
ALTER TABLE "__new_shop" RENAME TO "shop";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("shop lost rows" INT NOT NULL DEFAULT 0, "shop has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("shop lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'shop') IS NOT (SELECT count(*) FROM "shop");
INSERT INTO "_reconcile_assert" ("shop has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('shop')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'shop'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
