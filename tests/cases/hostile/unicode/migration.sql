-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("Größe is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "Größe is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "Größe is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "Größe is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("Größe is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('größe') ORDER BY 1)) IS NOT 'naïve:INTEGER:key:1:0, 日本:TEXT:0:0:0, 🙂:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("Größe is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('größe') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("Größe is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'größe') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'größe' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("Größe is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'größe' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'Größe', (SELECT count(*) FROM "Größe"));

-- 1/1  rebuild table Größe
--   for       column 日本 becomes NOT NULL, default of column 日本 changes from none to '日;本'
--   by        rebuild
--             not alter: ALTER TABLE cannot make column 日本 NOT NULL on D1
--   hazard    add-not-null: column Größe.日本 must not be NULL in rows that are there; 0 rows
--             rewrites-table: table Größe is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_Größe" ("naïve" INTEGER PRIMARY KEY, "日本" TEXT NOT NULL DEFAULT '日;本', "🙂" TEXT);
INSERT INTO "__new_Größe" ("naïve", "日本", "🙂")
SELECT "naïve", "日本", "🙂"
FROM "Größe";
DROP TABLE "Größe";
ALTER TABLE "__new_Größe" RENAME TO "Größe";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("Größe lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("Größe lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'Größe') IS NOT (SELECT count(*) FROM "Größe");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
