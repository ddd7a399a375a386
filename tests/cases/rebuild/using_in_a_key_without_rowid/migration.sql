-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("setting is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "setting is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "setting is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "setting is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("setting is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('setting') ORDER BY 1)) IS NOT 'name:TEXT:key:2:0, scope:TEXT:key:1:0, value:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("setting is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('setting') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("setting is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'setting') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'setting' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("setting is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'setting' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'setting', (SELECT count(*) FROM "setting"));

-- 1/1  rebuild table setting
--   for       values of column scope become lower(scope)
--             type of column value changes from TEXT to INTEGER, values of column value become value * 10
--             CHECK (scope IN ('app', 'user')) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot convert the values of column scope
--             not alter: ALTER TABLE cannot change the type of column value
--             not alter: ALTER TABLE cannot add or drop a CHECK on D1
--   hazard    add-not-null: column setting.scope must not be NULL in rows that are there; 0 rows
--             add-unique: setting(scope, name) becomes unique over rows that are there; 0 rows
--             add-check: CHECK (scope IN ('app', 'user')) on setting is new to rows that are there; 0 rows
--             lossy-conversion: values of column setting.scope are converted by an expression; 2 rows ('App', 'a', 'User', 'a')
--             lossy-conversion: values of column setting.value are converted by an expression; 2 rows ('App', 'a', 'User', 'a')
--             lossy-conversion: values of column setting.value become NULL, where an expression gives none; 0 rows
--             rewrites-table: table setting is copied row by row; 2 rows, about 8 rows written
CREATE TABLE "__new_setting" (
  scope TEXT CHECK (scope IN ('app', 'user')),
  name TEXT,
  value INTEGER,
  PRIMARY KEY (scope, name)
) WITHOUT ROWID;
INSERT INTO "__new_setting" ("scope", "name", "value")
SELECT lower(scope), "name", value * 10
FROM "setting";
DROP TABLE "setting";
ALTER TABLE "__new_setting" RENAME TO "setting";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("setting lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("setting lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'setting') IS NOT (SELECT count(*) FROM "setting");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
