-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("node is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "node is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "node is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "node is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('node') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, name:TEXT:0:0:0, parent:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('node') ORDER BY 1)) IS NOT 'parent>node:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'node') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'node' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'node' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'node_by_parent';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'node', (SELECT count(*) FROM "node")),
  ('orphans', 'node', (SELECT count(*) FROM pragma_foreign_key_check('node')));

-- 1/1  rebuild table node
--   for       column name becomes NOT NULL
--   by        rebuild
--             not alter: ALTER TABLE cannot make column name NOT NULL on D1
--   hazard    add-not-null: column node.name must not be NULL in rows that are there; 0 rows
--             rewrites-table: table node is copied row by row; 15 rows, about 36 rows written
CREATE TABLE "__new_node" (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES "__new_node" (id) ON DELETE CASCADE, name TEXT NOT NULL);
INSERT INTO "__new_node" ("id", "parent", "name")
SELECT "id", "parent", "name"
FROM "node";
CREATE TRIGGER "__guard_node_self" BEFORE DELETE ON "node" BEGIN SELECT RAISE(IGNORE); END;
DROP TABLE "node";
ALTER TABLE "__new_node" RENAME TO "node";
CREATE INDEX node_by_parent ON node (parent);

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("node lost rows" INT NOT NULL DEFAULT 0, "node has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("node lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'node') IS NOT (SELECT count(*) FROM "node");
INSERT INTO "_reconcile_assert" ("node has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('node')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'node'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
