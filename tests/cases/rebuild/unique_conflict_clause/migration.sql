-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("kv is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "kv is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "kv is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "kv is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("kv is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('kv') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, k:TEXT:1:0:0, v::0:0:0';
INSERT INTO "_reconcile_assert" ("kv is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('kv') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("kv is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'kv') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'kv' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("kv is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'kv' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'kv', (SELECT count(*) FROM "kv"));

-- 1/1  rebuild table kv
--   for       UNIQUE (k) goes
--             UNIQUE (k) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a UNIQUE constraint
--   hazard    add-unique: kv(k) becomes unique over rows that are there; 0 rows
--             rewrites-table: table kv is copied row by row; 3 rows, about 12 rows written
CREATE TABLE "__new_kv" (id INTEGER PRIMARY KEY, k TEXT NOT NULL UNIQUE ON CONFLICT REPLACE, v);
INSERT OR ABORT INTO "__new_kv" ("id", "k", "v")
SELECT "id", "k", "v"
FROM "kv";
DROP TABLE "kv";
ALTER TABLE "__new_kv" RENAME TO "kv";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("kv lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("kv lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'kv') IS NOT (SELECT count(*) FROM "kv");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
