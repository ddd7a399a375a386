-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("node is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "node is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "node is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "node is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('node') ORDER BY 1)) IS NOT 'parent:TEXT:0:0:0, path:TEXT:key:1:0';
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('node') ORDER BY 1)) IS NOT 'parent>node:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'node') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'node' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("node is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'node' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'node_parent';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'node', (SELECT count(*) FROM "node")),
  ('orphans', 'node', (SELECT count(*) FROM pragma_foreign_key_check('node')));

-- 1/1  rebuild table node
--   for       values of column path become lower(path)
--             values of column parent become lower(parent)
--             CHECK (path = lower(path)) is new
--             CHECK (parent = lower(parent)) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot convert the values of column path
--             not alter: ALTER TABLE cannot convert the values of column parent
--             not alter: ALTER TABLE cannot add or drop a CHECK on D1
--   hazard    add-unique: node(path) becomes unique over rows that are there; 0 rows
--             add-check: CHECK (path = lower(path)) on node is new to rows that are there; 0 rows
--             add-check: CHECK (parent = lower(parent)) on node is new to rows that are there; 0 rows
--             add-foreign-key: node(parent) must be found in node for rows that are there; 0 rows
--             lossy-conversion: values of column node.path are converted by an expression; 3 rows ('A', 'A/B', 'A/B/C')
--             lossy-conversion: values of column node.path become NULL, where an expression gives none; 0 rows
--             lossy-conversion: values of column node.parent are converted by an expression; 2 rows ('A/B', 'A/B/C')
--             lossy-conversion: values of column node.parent become NULL, where an expression gives none; 0 rows
--             rewrites-table: table node is copied row by row; 3 rows, about 15 rows written
CREATE TABLE "__new_node" (
  path TEXT PRIMARY KEY CHECK (path = lower(path)),
  parent TEXT REFERENCES "__new_node" (path) ON DELETE CASCADE CHECK (parent = lower(parent))
);
INSERT INTO "__new_node" (rowid, "path", "parent")
SELECT rowid, lower(path), lower(parent)
FROM "node";
CREATE TRIGGER "__guard_node_self" BEFORE DELETE ON "node" BEGIN SELECT RAISE(IGNORE); END;
DROP TABLE "node";
ALTER TABLE "__new_node" RENAME TO "node";
CREATE INDEX node_parent ON node (parent);

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("node lost rows" INT NOT NULL DEFAULT 0, "node has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("node lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'node') IS NOT (SELECT count(*) FROM "node");
INSERT INTO "_reconcile_assert" ("node has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('node')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'node'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
