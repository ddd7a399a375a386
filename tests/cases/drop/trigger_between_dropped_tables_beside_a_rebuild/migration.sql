-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("lines is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "lines is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "lines is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "lines is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "log is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "log is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "log is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "log is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "orders is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "orders is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "orders is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "orders is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("lines is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('lines') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, orders:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("lines is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('lines') ORDER BY 1)) IS NOT 'orders>orders:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("lines is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'lines') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'lines' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("lines is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'lines' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("log is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('log') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, line:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("log is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('log') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("log is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'log') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'log' ORDER BY 1)) IS NOT 'orders.log:NO ACTION';
INSERT INTO "_reconcile_assert" ("log is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'log' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'log_lines';
INSERT INTO "_reconcile_assert" ("orders is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('orders') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, log:INTEGER:0:0:0, total:INT:0:0:0';
INSERT INTO "_reconcile_assert" ("orders is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('orders') ORDER BY 1)) IS NOT 'log>log:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("orders is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'orders') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'orders' ORDER BY 1)) IS NOT 'lines.orders:NO ACTION';
INSERT INTO "_reconcile_assert" ("orders is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'orders' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'orders', (SELECT count(*) FROM "orders"));

-- 1/4  drop trigger log_lines
--   for       it mentions orders, which is rebuilt
--   hazard    drop-code: what trigger log_lines did on log is no longer done
DROP TRIGGER "log_lines";

-- 2/4  drop table lines
--   for       table lines is no longer in the schema
--   after     step 1: trigger log_lines mentions it
--   hazard    drop-table: table lines is dropped with all its rows; 1 row
DROP TABLE "lines";

-- 3/4  rebuild table orders
--   for       foreign key (log) → log(id) goes
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--   after     step 1: trigger log_lines mentions it
--             step 2: lines references it and is dropped anyway
--   hazard    rewrites-table: table orders is copied row by row; 2 rows, about 8 rows written
CREATE TABLE "__new_orders" (id INTEGER PRIMARY KEY, log INTEGER, total INT);
INSERT INTO "__new_orders" ("id", "log", "total")
SELECT "id", "log", "total"
FROM "orders";
DROP TABLE "orders";
ALTER TABLE "__new_orders" RENAME TO "orders";

-- 4/4  drop table log
--   for       table log is no longer in the schema
--   after     step 1: trigger log_lines mentions it
--             step 3: orders no longer references it
--   hazard    drop-table: table log is dropped with all its rows; 1 row
DROP TABLE "log";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("orders lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("orders lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'orders') IS NOT (SELECT count(*) FROM "orders");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
