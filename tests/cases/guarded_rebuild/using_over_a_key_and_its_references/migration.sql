-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("city is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "city is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "city is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "city is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "country is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "country is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "country is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "country is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("city is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('city') ORDER BY 1)) IS NOT 'country:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("city is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('city') ORDER BY 1)) IS NOT 'country>country:CASCADE:CASCADE';
INSERT INTO "_reconcile_assert" ("city is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'city') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'city' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("city is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'city' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'city_country';
INSERT INTO "_reconcile_assert" ("country is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('country') ORDER BY 1)) IS NOT 'code:TEXT:key:1:0, name:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("country is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('country') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("country is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'country') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'country' ORDER BY 1)) IS NOT 'city.country:CASCADE';
INSERT INTO "_reconcile_assert" ("country is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'country' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'city', (SELECT count(*) FROM "city")),
  ('rows', 'country', (SELECT count(*) FROM "country")),
  ('orphans', 'city', (SELECT count(*) FROM pragma_foreign_key_check('city')));

-- 1/2  rebuild table country
--   for       values of column code become upper(code)
--             CHECK (length(code) = 2) goes
--             CHECK (code = upper(code)) is new
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot convert the values of column code
--             not alter: ALTER TABLE cannot add or drop a CHECK on D1
--             not rebuild: city references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--   hazard    add-unique: country(code) becomes unique over rows that are there; 0 rows
--             add-check: CHECK (code = upper(code)) on country is new to rows that are there; 0 rows
--             lossy-conversion: values of column country.code are converted by an expression; 1 row ('de')
--             lossy-conversion: values of column country.code become NULL, where an expression gives none; 0 rows
--             rewrites-table: table country is copied row by row; 2 rows, about 12 rows written
CREATE TRIGGER "__guard_city_delete" BEFORE DELETE ON "city" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_country" (
  code TEXT PRIMARY KEY CHECK (code = upper(code)),
  name TEXT
);
INSERT INTO "__new_country" (rowid, "code", "name")
SELECT rowid, upper(code), "name"
FROM "country";
DROP TABLE "country";
ALTER TABLE "__new_country" RENAME TO "country";
DROP TRIGGER "__guard_city_delete";

-- 2/2  rebuild table city
--   for       values of column country become upper(country)
--             CHECK (length(country) = 2) goes
--             CHECK (country = upper(country)) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot convert the values of column country
--             not alter: ALTER TABLE cannot add or drop a CHECK on D1
--   after     step 1: city references country
--   hazard    add-check: CHECK (country = upper(country)) on city is new to rows that are there; 0 rows
--             add-foreign-key: city(country) must be found in country for rows that are there; 0 rows
--             lossy-conversion: values of column city.country are converted by an expression; 2 rows (1, 2)
--             lossy-conversion: values of column city.country become NULL, where an expression gives none; 0 rows
--             rewrites-table: table city is copied row by row; 4 rows, about 14 rows written
CREATE TABLE "__new_city" (
  id INTEGER PRIMARY KEY,
  country TEXT REFERENCES country (code) ON DELETE CASCADE ON UPDATE CASCADE CHECK (country = upper(country))
);
INSERT INTO "__new_city" ("id", "country")
SELECT "id", upper(country)
FROM "city";
DROP TABLE "city";
ALTER TABLE "__new_city" RENAME TO "city";
CREATE INDEX city_country ON city (country);

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("city lost rows" INT NOT NULL DEFAULT 0, "country lost rows" INT NOT NULL DEFAULT 0, "city has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("city lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'city') IS NOT (SELECT count(*) FROM "city");
INSERT INTO "_reconcile_assert" ("country lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'country') IS NOT (SELECT count(*) FROM "country");
INSERT INTO "_reconcile_assert" ("city has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('city')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'city'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
