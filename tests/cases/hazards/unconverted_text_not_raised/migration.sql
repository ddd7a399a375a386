-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("event is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "event is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "event is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "event is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("event is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('event') ORDER BY 1)) IS NOT 'at:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("event is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('event') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("event is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'event') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'event' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("event is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'event' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'event', (SELECT count(*) FROM "event"));

-- 1/1  rebuild table event
--   for       type of column at changes from TEXT to DATETIME
--   by        rebuild
--             not alter: ALTER TABLE cannot change the type of column at
--   hazard    lossy-conversion: values of column event.at are converted to DATETIME; 0 rows
--             rewrites-table: table event is copied row by row; 4 rows, about 10 rows written
CREATE TABLE "__new_event" (id INTEGER PRIMARY KEY, at DATETIME);
INSERT INTO "__new_event" ("id", "at")
SELECT "id", "at"
FROM "event";
DROP TABLE "event";
ALTER TABLE "__new_event" RENAME TO "event";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("event lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("event lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'event') IS NOT (SELECT count(*) FROM "event");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
