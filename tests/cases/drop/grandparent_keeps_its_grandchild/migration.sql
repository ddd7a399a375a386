-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("b is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "b is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "b is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "b is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "c is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "c is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "c is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "c is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('b') ORDER BY 1)) IS NOT 'a:INT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('b') ORDER BY 1)) IS NOT 'a>a:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'b') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'b' ORDER BY 1)) IS NOT 'c.b:CASCADE';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'b' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("c is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('c') ORDER BY 1)) IS NOT 'b:INT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("c is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('c') ORDER BY 1)) IS NOT 'b>b:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("c is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'c') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'c' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("c is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'c' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'c', (SELECT count(*) FROM "c"));

-- 1/2  rebuild table c
--   for       foreign key (b) → b(id) ON DELETE CASCADE goes
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--   hazard    rewrites-table: table c is copied row by row; 2 rows, about 8 rows written
CREATE TABLE "__new_c" (id INTEGER PRIMARY KEY, b INT);
INSERT INTO "__new_c" ("id", "b")
SELECT "id", "b"
FROM "c";
DROP TABLE "c";
ALTER TABLE "__new_c" RENAME TO "c";

-- 2/2  drop table b
--   for       table b is no longer in the schema
--   after     step 1: c no longer references it
--   hazard    drop-table: table b is dropped with all its rows; 1 row
DROP TABLE "b";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("c lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("c lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'c') IS NOT (SELECT count(*) FROM "c");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
