-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "a2 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a2 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a2 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a2 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "a3 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a3 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a3 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a3 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, p:INTEGER:0:0:0, q:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a') ORDER BY 1)) IS NOT 'p>a2:NO ACTION:NO ACTION, q>a3:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a' ORDER BY 1)) IS NOT 'a3.p:NO ACTION';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a2') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, p:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a2') ORDER BY 1)) IS NOT 'p>a3:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a2') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a2' ORDER BY 1)) IS NOT 'a.p:NO ACTION';
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a2' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a3 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a3') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, p:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("a3 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a3') ORDER BY 1)) IS NOT 'p>a:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("a3 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a3') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a3' ORDER BY 1)) IS NOT 'a.q:CASCADE, a2.p:NO ACTION';
INSERT INTO "_reconcile_assert" ("a3 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a3' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'a3', (SELECT count(*) FROM "a3"));

-- 1/3  rebuild table a3
--   for       foreign key (p) → a(id) goes
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--             not rebuild: a references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--             not rebuild: a2 references it, so DROP TABLE fails while it has rows
--   hazard    rewrites-table: table a3 is copied row by row; 1 row, about 8 rows written
CREATE TRIGGER "__guard_a_delete" BEFORE DELETE ON "a" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_a3" (id INTEGER PRIMARY KEY, p INTEGER);
INSERT INTO "__new_a3" ("id", "p")
SELECT "id", "p"
FROM "a3";
DROP TABLE "a3";
ALTER TABLE "__new_a3" RENAME TO "a3";
DROP TRIGGER "__guard_a_delete";

-- 2/3  drop table a
--   for       table a is no longer in the schema
--   after     step 1: a3 no longer references it
--   hazard    drop-table: table a is dropped with all its rows; 1 row
DROP TABLE "a";

-- 3/3  drop table a2
--   for       table a2 is no longer in the schema
--   after     step 2: a references it
--   hazard    drop-table: table a2 is dropped with all its rows; 1 row
DROP TABLE "a2";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("a3 lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a3 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'a3') IS NOT (SELECT count(*) FROM "a3");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
