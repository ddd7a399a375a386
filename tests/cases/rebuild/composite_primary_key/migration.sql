-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("m is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "m is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "m is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "m is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("m is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('m') ORDER BY 1)) IS NOT 'a:INT:key:1:0, b:INT:1:0:0, c:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("m is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('m') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("m is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'm') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'm' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("m is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'm' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'm', (SELECT count(*) FROM "m"));

-- 1/1  rebuild table m
--   for       the primary key becomes (a, b)
--   by        rebuild
--             not alter: ALTER TABLE cannot change the primary key
--   hazard    add-unique: m(a, b) becomes unique over rows that are there; 0 rows
--             rewrites-table: table m is copied row by row; 2 rows, about 10 rows written
CREATE TABLE "__new_m" (a INT NOT NULL, b INT NOT NULL, c TEXT, PRIMARY KEY (a, b));
INSERT INTO "__new_m" (rowid, "a", "b", "c")
SELECT rowid, "a", "b", "c"
FROM "m";
DROP TABLE "m";
ALTER TABLE "__new_m" RENAME TO "m";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("m lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("m lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'm') IS NOT (SELECT count(*) FROM "m");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
