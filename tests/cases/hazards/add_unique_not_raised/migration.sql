-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("user is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "user is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "user is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "user is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("user is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('user') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, mail:TEXT:0:0:0, name:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("user is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('user') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("user is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'user') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'user' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("user is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'user' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'user', (SELECT count(*) FROM "user"));

-- 1/1  rebuild table user
--   for       UNIQUE (mail) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a UNIQUE constraint
--   hazard    add-unique: user(mail) becomes unique over rows that are there; 0 rows
--             rewrites-table: table user is copied row by row; 4 rows, about 14 rows written
CREATE TABLE "__new_user" (id INTEGER PRIMARY KEY, mail TEXT UNIQUE, name TEXT);
INSERT INTO "__new_user" ("id", "mail", "name")
SELECT "id", "mail", "name"
FROM "user";
DROP TABLE "user";
ALTER TABLE "__new_user" RENAME TO "user";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("user lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("user lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'user') IS NOT (SELECT count(*) FROM "user");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
