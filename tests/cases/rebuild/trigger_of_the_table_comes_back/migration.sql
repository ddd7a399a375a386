-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("t is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, n:INT:0:0:0, x:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't_gone, t_n';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 't', (SELECT count(*) FROM "t"));

-- 1/5  drop trigger t_gone for now
--   for       it mentions t, which is rebuilt
DROP TRIGGER "t_gone";

-- 2/5  drop trigger t_n for now
--   for       it mentions t, which is rebuilt
DROP TRIGGER "t_n";

-- 3/5  rebuild table t
--   for       column x becomes NOT NULL
--   by        rebuild
--             not alter: ALTER TABLE cannot make column x NOT NULL on D1
--   after     step 1: trigger t_gone mentions it
--             step 2: trigger t_n mentions it
--   hazard    add-not-null: column t.x must not be NULL in rows that are there; 0 rows
--             rewrites-table: table t is copied row by row; 2 rows, about 8 rows written
CREATE TABLE "__new_t" (id INTEGER PRIMARY KEY, x TEXT NOT NULL, n INT DEFAULT 0);
INSERT INTO "__new_t" ("id", "x", "n")
SELECT "id", "x", "n"
FROM "t";
DROP TABLE "t";
ALTER TABLE "__new_t" RENAME TO "t";

-- 4/5  create trigger t_gone on t
--   for       it made way for another step
--   after     step 1: the name t_gone is free then
--             step 3: trigger t_gone mentions t
CREATE TRIGGER t_gone AFTER DELETE ON t BEGIN SELECT RAISE(ABORT, 'never'); END;

-- 5/5  create trigger t_n on t
--   for       it made way for another step
--   after     step 2: the name t_n is free then
--             step 3: trigger t_n mentions t
CREATE TRIGGER t_n AFTER INSERT ON t BEGIN UPDATE t SET n = n + 100 WHERE id = NEW.id; END;

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("t lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't') IS NOT (SELECT count(*) FROM "t");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
