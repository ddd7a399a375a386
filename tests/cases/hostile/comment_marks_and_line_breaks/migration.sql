-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a--b is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a--b is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a--b is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a--b is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a--b is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a--b') ORDER BY 1)) IS NOT '/*:INT:0:0:0, c
; drop table x:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("a--b is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a--b') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a--b is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a--b') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a--b' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a--b is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a--b' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'a--b', (SELECT count(*) FROM "a--b"));

-- 1/1  rebuild table a--b
--   for       column c\n; DROP TABLE x becomes NOT NULL
--   by        rebuild
--             not alter: ALTER TABLE cannot make column c\n; DROP TABLE x NOT NULL on D1
--   hazard    add-not-null: column a--b.c\n; DROP TABLE x must not be NULL in rows that are there; 0 rows
--             rewrites-table: table a--b is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_a--b" ("c
; DROP TABLE x" TEXT NOT NULL, "/*" INT);
INSERT INTO "__new_a--b" (rowid, "c
; DROP TABLE x", "/*")
SELECT rowid, "c
; DROP TABLE x", "/*"
FROM "a--b";
DROP TABLE "a--b";
ALTER TABLE "__new_a--b" RENAME TO "a--b";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("a--b lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a--b lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'a--b') IS NOT (SELECT count(*) FROM "a--b");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
