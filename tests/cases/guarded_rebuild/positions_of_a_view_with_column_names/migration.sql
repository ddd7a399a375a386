-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("p is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "p is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "p is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "p is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("p is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('p') ORDER BY 1)) IS NOT 'b:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("p is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('p') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("p is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'p') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'p' ORDER BY 1)) IS NOT 'c.p:CASCADE';
INSERT INTO "_reconcile_assert" ("p is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'p' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'c', (SELECT count(*) FROM "c")),
  ('rows', 'p', (SELECT count(*) FROM "p")),
  ('orphans', 'c', (SELECT count(*) FROM pragma_foreign_key_check('c')));

-- 1/3  drop view v for now
--   for       view v is defined otherwise
DROP VIEW "v";

-- 2/3  rebuild table p
--   for       column a is new
--             columns come in the order of the schema file: view v uses their positions
--   by        guarded rebuild
--             not alter: ALTER TABLE adds columns at the end and moves none: view v uses their positions
--             not rebuild: c references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--   after     step 1: view v mentions it
--   hazard    rewrites-table: table p is copied row by row; 1 row, about 8 rows written
CREATE TRIGGER "__guard_c_delete" BEFORE DELETE ON "c" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_p" (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
INSERT INTO "__new_p" ("id", "b")
SELECT "id", "b"
FROM "p";
DROP TABLE "p";
ALTER TABLE "__new_p" RENAME TO "p";
DROP TRIGGER "__guard_c_delete";

-- 3/3  create view v
--   for       view v is defined otherwise
--   after     step 1: the name v is free then
--             step 2: view v mentions p
CREATE VIEW v (id, a, b) AS SELECT * FROM p;

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("c lost rows" INT NOT NULL DEFAULT 0, "p lost rows" INT NOT NULL DEFAULT 0, "c has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("c lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'c') IS NOT (SELECT count(*) FROM "c");
INSERT INTO "_reconcile_assert" ("p lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'p') IS NOT (SELECT count(*) FROM "p");
INSERT INTO "_reconcile_assert" ("c has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('c')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'c'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
