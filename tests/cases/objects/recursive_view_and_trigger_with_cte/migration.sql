-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("node is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "node is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "node is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "node is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('node') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, name:TEXT:0:0:0, up:INT:0:0:0';
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('node') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'node') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'node' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'node' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'node', (SELECT count(*) FROM "node"));

-- 1/5  drop trigger tree_new for now
--   for       it mentions node, which is rebuilt
DROP TRIGGER "tree_new";

-- 2/5  drop view tree for now
--   for       it mentions node, which is rebuilt
--   after     step 1: trigger tree_new mentions view tree
DROP VIEW "tree";

-- 3/5  rebuild table node
--   for       column name becomes NOT NULL
--   by        rebuild
--             not alter: ALTER TABLE cannot make column name NOT NULL on D1
--   after     step 1: trigger tree_new mentions it
--             step 2: view tree mentions it
--   hazard    add-not-null: column node.name must not be NULL in rows that are there; 0 rows
--             rewrites-table: table node is copied row by row; 2 rows, about 8 rows written
CREATE TABLE "__new_node" (id INTEGER PRIMARY KEY, up INT, name TEXT NOT NULL);
INSERT INTO "__new_node" ("id", "up", "name")
SELECT "id", "up", "name"
FROM "node";
DROP TABLE "node";
ALTER TABLE "__new_node" RENAME TO "node";

-- 4/5  create view tree
--   for       it made way for another step
--   after     step 2: the name tree is free then
--             step 3: view tree mentions node
CREATE VIEW tree AS WITH RECURSIVE path(id, depth) AS (SELECT id, 0 FROM node WHERE up IS NULL UNION ALL SELECT n.id, depth + 1 FROM node n JOIN path p ON n.up = p.id) SELECT * FROM path;

-- 5/5  create trigger tree_new on tree
--   for       it made way for another step
--   after     step 1: the name tree_new is free then
--             step 3: trigger tree_new mentions node
--             step 4: trigger tree_new mentions view tree
CREATE TRIGGER tree_new INSTEAD OF INSERT ON tree BEGIN INSERT INTO node (id) VALUES (NEW.id); END;

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("node lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("node lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'node') IS NOT (SELECT count(*) FROM "node");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
