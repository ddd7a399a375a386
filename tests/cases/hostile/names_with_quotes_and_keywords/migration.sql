-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("select; -- is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "select; -- is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "select; -- is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "select; -- is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("select; -- is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('select; --') ORDER BY 1)) IS NOT 'a"b:INT:0:0:0, order:TEXT:0:0:0, x y:TEXT:0:0:0, ü:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("select; -- is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('select; --') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("select; -- is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'select; --') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'select; --' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("select; -- is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'select; --' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'in''dex';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'select; --', (SELECT count(*) FROM "select; --"));

-- 1/1  rebuild table select; --
--   for       column a"b becomes NOT NULL
--             column new\nline is new
--   by        rebuild
--             not alter: ALTER TABLE cannot make column a"b NOT NULL on D1
--   hazard    add-not-null: column select; --.a"b must not be NULL in rows that are there; 0 rows
--             rewrites-table: table select; -- is copied row by row; 1 row, about 8 rows written
--             confusable-name: column select; --.new\nline has a space at an end or a letter that is not seen
CREATE TABLE "__new_select; --" ("a""b" INT NOT NULL, "order" TEXT, [x y] TEXT, `ü` TEXT, "new
line" TEXT);
INSERT INTO "__new_select; --" (rowid, "a""b", "order", "x y", "ü")
SELECT rowid, "a""b", "order", "x y", "ü"
FROM "select; --";
DROP TABLE "select; --";
ALTER TABLE "__new_select; --" RENAME TO "select; --";
CREATE INDEX "in'dex" ON "select; --" ("a""b");

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("select; -- lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("select; -- lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'select; --') IS NOT (SELECT count(*) FROM "select; --");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
