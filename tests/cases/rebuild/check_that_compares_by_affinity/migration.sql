-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("codes is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "codes is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "codes is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "codes is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("codes is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('codes') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, number:INT:0:0:0, text:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("codes is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('codes') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("codes is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'codes') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'codes' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("codes is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'codes' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'codes', (SELECT count(*) FROM "codes"));

-- 1/1  rebuild table codes
--   for       type of column number changes from INT to INTEGER
--             CHECK (text IS NOT number) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot change the type of column number
--             not alter: ALTER TABLE cannot add or drop a CHECK on D1
--   hazard    add-check: CHECK (text IS NOT number) on codes is new to rows that are there; 0 rows
--             rewrites-table: table codes is copied row by row; 3 rows, about 9 rows written
CREATE TABLE "__new_codes" (
  id INTEGER PRIMARY KEY,
  number INTEGER,
  text TEXT,
  -- TEXT beside an INTEGER column compares as a number: '4e3' is 4000.
  CHECK (text IS NOT number)
);
INSERT INTO "__new_codes" ("id", "number", "text")
SELECT "id", "number", "text"
FROM "codes";
DROP TABLE "codes";
ALTER TABLE "__new_codes" RENAME TO "codes";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("codes lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("codes lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'codes') IS NOT (SELECT count(*) FROM "codes");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
