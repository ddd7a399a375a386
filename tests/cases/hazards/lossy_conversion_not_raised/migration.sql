-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("part is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "part is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "part is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "part is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("part is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('part') ORDER BY 1)) IS NOT 'code:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("part is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('part') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("part is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'part') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'part' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("part is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'part' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'part', (SELECT count(*) FROM "part"));

-- 1/1  rebuild table part
--   for       type of column code changes from TEXT to INTEGER
--   by        rebuild
--             not alter: ALTER TABLE cannot change the type of column code
--   hazard    lossy-conversion: values of column part.code are converted to INTEGER; 0 rows
--             unconverted-text: text in column part.code stays text under INTEGER; 0 rows
--             rewrites-table: table part is copied row by row; 2 rows, about 8 rows written
CREATE TABLE "__new_part" (id INTEGER PRIMARY KEY, code INTEGER);
INSERT INTO "__new_part" ("id", "code")
SELECT "id", "code"
FROM "part";
DROP TABLE "part";
ALTER TABLE "__new_part" RENAME TO "part";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("part lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("part lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'part') IS NOT (SELECT count(*) FROM "part");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
