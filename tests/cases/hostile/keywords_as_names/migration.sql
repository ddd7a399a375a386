-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("table is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "table is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "table is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "table is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("table is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('table') ORDER BY 1)) IS NOT 'check:TEXT:0:0:0, primary:INTEGER:key:1:0, references:INT:0:0:0, unique:INT:0:0:0';
INSERT INTO "_reconcile_assert" ("table is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('table') ORDER BY 1)) IS NOT 'references>table:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("table is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'table') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'table' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("table is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'table' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'table', (SELECT count(*) FROM "table")),
  ('orphans', 'table', (SELECT count(*) FROM pragma_foreign_key_check('table')));

-- 1/1  rebuild table table
--   for       column check becomes NOT NULL
--   by        rebuild
--             not alter: ALTER TABLE cannot make column check NOT NULL on D1
--   hazard    add-not-null: column table.check must not be NULL in rows that are there; 0 rows
--             rewrites-table: table table is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_table" ("primary" INTEGER PRIMARY KEY, "check" TEXT NOT NULL, "unique" INT, "references" INT REFERENCES "__new_table" ("primary"));
INSERT INTO "__new_table" ("primary", "check", "unique", "references")
SELECT "primary", "check", "unique", "references"
FROM "table";
DROP TABLE "table";
ALTER TABLE "__new_table" RENAME TO "table";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("table lost rows" INT NOT NULL DEFAULT 0, "table has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("table lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'table') IS NOT (SELECT count(*) FROM "table");
INSERT INTO "_reconcile_assert" ("table has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('table')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'table'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
