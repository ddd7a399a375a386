-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("orders is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "orders is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "orders is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "orders is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("orders is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('orders') ORDER BY 1)) IS NOT 'cents:INTEGER:0:0:0, euros:REAL:0:0:2, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("orders is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('orders') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("orders is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'orders') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'orders' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("orders is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'orders' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'orders_log';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'orders', (SELECT count(*) FROM "orders"));

-- 1/3  drop trigger orders_log for now
--   for       it mentions orders, which is rebuilt
DROP TRIGGER "orders_log";

-- 2/3  rebuild table orders
--   for       column cents becomes NOT NULL
--   by        rebuild
--             not alter: ALTER TABLE cannot make column cents NOT NULL on D1
--   after     step 1: trigger orders_log mentions it
--   hazard    add-not-null: column orders.cents must not be NULL in rows that are there; 0 rows
--             rewrites-table: table orders is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_orders" (id INTEGER PRIMARY KEY, cents INTEGER NOT NULL, euros REAL AS (cents / 100.0));
INSERT INTO "__new_orders" ("id", "cents")
SELECT "id", "cents"
FROM "orders";
DROP TABLE "orders";
ALTER TABLE "__new_orders" RENAME TO "orders";

-- 3/3  create trigger orders_log on orders
--   for       it made way for another step
--   after     step 1: the name orders_log is free then
--             step 2: trigger orders_log mentions orders
CREATE TRIGGER orders_log AFTER UPDATE OF euros ON orders BEGIN INSERT INTO log VALUES ('changed'); END;

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("orders lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("orders lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'orders') IS NOT (SELECT count(*) FROM "orders");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
