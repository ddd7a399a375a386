-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a""b;c--d/*e'f g is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a""b;c--d/*e'f g is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a""b;c--d/*e'f g is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a""b;c--d/*e'f g is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a""b;c--d/*e'f g is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a"b;c--d/*e''f
g') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, x:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("a""b;c--d/*e'f g is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a"b;c--d/*e''f
g') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a""b;c--d/*e'f g is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a"b;c--d/*e''f
g') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a"b;c--d/*e''f
g' ORDER BY 1)) IS NOT 'child.p:CASCADE';
INSERT INTO "_reconcile_assert" ("a""b;c--d/*e'f g is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a"b;c--d/*e''f
g' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'a"b;c--d/*e''f
g', (SELECT count(*) FROM "a""b;c--d/*e'f
g")),
  ('rows', 'child', (SELECT count(*) FROM "child")),
  ('orphans', 'child', (SELECT count(*) FROM pragma_foreign_key_check('child')));

-- 1/3  drop view v for now
--   for       it mentions a"b;c--d/*e'f\ng, which is rebuilt
DROP VIEW "v";

-- 2/3  rebuild table a"b;c--d/*e'f\ng
--   for       column x becomes NOT NULL
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot make column x NOT NULL on D1
--             not rebuild: child references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--   after     step 1: view v mentions it
--   hazard    add-not-null: column a"b;c--d/*e'f\ng.x must not be NULL in rows that are there; 0 rows
--             rewrites-table: table a"b;c--d/*e'f\ng is copied row by row; 1 row, about 8 rows written
CREATE TRIGGER "__guard_child_delete" BEFORE DELETE ON "child" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_a""b;c--d/*e'f
g" (id INTEGER PRIMARY KEY, x TEXT NOT NULL);
INSERT INTO "__new_a""b;c--d/*e'f
g" ("id", "x")
SELECT "id", "x"
FROM "a""b;c--d/*e'f
g";
DROP TABLE "a""b;c--d/*e'f
g";
ALTER TABLE "__new_a""b;c--d/*e'f
g" RENAME TO "a""b;c--d/*e'f
g";
DROP TRIGGER "__guard_child_delete";

-- 3/3  create view v
--   for       it made way for another step
--   after     step 1: the name v is free then
--             step 2: view v mentions a"b;c--d/*e'f\ng
CREATE VIEW v AS SELECT x FROM "a""b;c--d/*e'f
g";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("a""b;c--d/*e'f g lost rows" INT NOT NULL DEFAULT 0, "child lost rows" INT NOT NULL DEFAULT 0, "child has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a""b;c--d/*e'f g lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'a"b;c--d/*e''f
g') IS NOT (SELECT count(*) FROM "a""b;c--d/*e'f
g");
INSERT INTO "_reconcile_assert" ("child lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'child') IS NOT (SELECT count(*) FROM "child");
INSERT INTO "_reconcile_assert" ("child has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('child')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'child'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
