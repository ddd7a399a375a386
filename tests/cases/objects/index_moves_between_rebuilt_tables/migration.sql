-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "b is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "b is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "b is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "b is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, x:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'i';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('b') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, x:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('b') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'b') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'b' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'b' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'a', (SELECT count(*) FROM "a")),
  ('rows', 'b', (SELECT count(*) FROM "b"));

-- 1/2  rebuild table a
--   for       column x becomes NOT NULL
--             index i is defined otherwise
--   by        rebuild
--             not alter: ALTER TABLE cannot make column x NOT NULL on D1
--   hazard    add-not-null: column a.x must not be NULL in rows that are there; 0 rows
--             rewrites-table: table a is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_a" (id INTEGER PRIMARY KEY, x TEXT NOT NULL);
INSERT INTO "__new_a" ("id", "x")
SELECT "id", "x"
FROM "a";
DROP TABLE "a";
ALTER TABLE "__new_a" RENAME TO "a";

-- 2/2  rebuild table b
--   for       column x becomes NOT NULL
--             index i is defined otherwise
--   by        rebuild
--             not alter: ALTER TABLE cannot make column x NOT NULL on D1
--   after     step 1: the name i is free then
--   hazard    add-not-null: column b.x must not be NULL in rows that are there; 0 rows
--             rewrites-table: table b is copied row by row; 1 row, about 8 rows written
CREATE TABLE "__new_b" (id INTEGER PRIMARY KEY, x TEXT NOT NULL);
INSERT INTO "__new_b" ("id", "x")
SELECT "id", "x"
FROM "b";
DROP TABLE "b";
ALTER TABLE "__new_b" RENAME TO "b";
CREATE INDEX i ON b (x);

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("a lost rows" INT NOT NULL DEFAULT 0, "b lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'a') IS NOT (SELECT count(*) FROM "a");
INSERT INTO "_reconcile_assert" ("b lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'b') IS NOT (SELECT count(*) FROM "b");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
