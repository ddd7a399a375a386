-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("now is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "now is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "now is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "now is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "old is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "old is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "old is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "old is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("now is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('now') ORDER BY 1)) IS NOT 'a:INT:0:0:0, b:INT:0:0:0';
INSERT INTO "_reconcile_assert" ("now is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('now') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("now is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'now') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'now' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("now is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'now' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("old is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('old') ORDER BY 1)) IS NOT 'a:INT:0:0:0, b:INT:0:0:0';
INSERT INTO "_reconcile_assert" ("old is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('old') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("old is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'old') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'old' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("old is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'old' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'now', (SELECT count(*) FROM "now")),
  ('rows', 'old', (SELECT count(*) FROM "old"));

-- 1/4  drop view every for now
--   for       it mentions now, which is rebuilt
DROP VIEW "every";

-- 2/4  rebuild table now
--   for       column c is new
--             columns come in the order of the schema file: view every uses their positions
--   by        rebuild
--             not alter: ALTER TABLE adds columns at the end and moves none: view every uses their positions
--   after     step 1: view every mentions it
--   hazard    rewrites-table: table now is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_now" (a INT, c INT, b INT);
INSERT INTO "__new_now" (rowid, "a", "b")
SELECT rowid, "a", "b"
FROM "now";
DROP TABLE "now";
ALTER TABLE "__new_now" RENAME TO "now";

-- 3/4  rebuild table old
--   for       column c is new
--             columns come in the order of the schema file: view every uses their positions
--   by        rebuild
--             not alter: ALTER TABLE adds columns at the end and moves none: view every uses their positions
--   after     step 1: view every mentions it
--   hazard    rewrites-table: table old is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_old" (a INT, c INT, b INT);
INSERT INTO "__new_old" (rowid, "a", "b")
SELECT rowid, "a", "b"
FROM "old";
DROP TABLE "old";
ALTER TABLE "__new_old" RENAME TO "old";

-- 4/4  create view every
--   for       it made way for another step
--   after     step 1: the name every is free then
--             step 2: view every mentions now
--             step 3: view every mentions old
CREATE VIEW every AS SELECT * FROM now UNION ALL SELECT * FROM old;

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("now lost rows" INT NOT NULL DEFAULT 0, "old lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("now lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'now') IS NOT (SELECT count(*) FROM "now");
INSERT INTO "_reconcile_assert" ("old lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'old') IS NOT (SELECT count(*) FROM "old");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
