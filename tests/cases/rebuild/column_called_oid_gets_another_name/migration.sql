-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("t is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, oid:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 't', (SELECT count(*) FROM "t"));

-- 1/1  rebuild table t
--   for       column number is new, filled with "oid"
--             column oid is no longer in the schema
--   by        rebuild
--             not alter: ALTER TABLE cannot drop column oid, whose name stands for the rowid
--   hazard    drop-column: column t.oid is dropped with its values; 0 rows
--             rewrites-table: table t is copied row by row; 0 rows, about 6 rows written
--             backfill-leaves-null: t.number stays NULL where its backfill gives no value; 0 rows
CREATE TABLE "__new_t" (
  id INTEGER PRIMARY KEY,
  number TEXT
);
INSERT INTO "__new_t" ("id", "number")
SELECT "id", "oid"
FROM "t";
DROP TABLE "t";
ALTER TABLE "__new_t" RENAME TO "t";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("t lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't') IS NOT (SELECT count(*) FROM "t");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
