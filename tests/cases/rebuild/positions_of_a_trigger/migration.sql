-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("log is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "log is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "log is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "log is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("log is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('log') ORDER BY 1)) IS NOT 'n:INT:0:0:0, what:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("log is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('log') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("log is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'log') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'log' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("log is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'log' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'log', (SELECT count(*) FROM "log"));

-- 1/3  drop trigger t_ins for now
--   for       trigger t_ins is defined otherwise
DROP TRIGGER "t_ins";

-- 2/3  rebuild table log
--   for       column who is new
--             columns come in the order of the schema file: trigger t_ins uses their positions
--   by        rebuild
--             not alter: ALTER TABLE adds columns at the end and moves none: trigger t_ins uses their positions
--   after     step 1: trigger t_ins mentions it
--   hazard    rewrites-table: table log is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_log" (what TEXT, who TEXT, n INT);
INSERT INTO "__new_log" (rowid, "what", "n")
SELECT rowid, "what", "n"
FROM "log";
DROP TABLE "log";
ALTER TABLE "__new_log" RENAME TO "log";

-- 3/3  create trigger t_ins on t
--   for       trigger t_ins is defined otherwise
--   after     step 1: the name t_ins is free then
--             step 2: trigger t_ins mentions log
CREATE TRIGGER t_ins AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('ins', 'me', new.n); END;

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("log lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("log lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'log') IS NOT (SELECT count(*) FROM "log");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
