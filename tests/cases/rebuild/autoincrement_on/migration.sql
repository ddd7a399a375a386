-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("ticket is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "ticket is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "ticket is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "ticket is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("ticket is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('ticket') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, title:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("ticket is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('ticket') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("ticket is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'ticket') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'ticket' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("ticket is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'ticket' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'ticket', (SELECT count(*) FROM "ticket"));

-- 1/1  rebuild table ticket
--   for       AUTOINCREMENT is new
--   by        rebuild
--             not alter: ALTER TABLE cannot change the primary key
--   hazard    rewrites-table: table ticket is copied row by row; 2 rows, about 8 rows written
--             needless-autoincrement: ticket counts with AUTOINCREMENT, one more row written for each insert
CREATE TABLE "__new_ticket" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT
);
INSERT INTO "__new_ticket" ("id", "title")
SELECT "id", "title"
FROM "ticket";
DROP TABLE "ticket";
ALTER TABLE "__new_ticket" RENAME TO "ticket";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("ticket lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("ticket lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'ticket') IS NOT (SELECT count(*) FROM "ticket");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
