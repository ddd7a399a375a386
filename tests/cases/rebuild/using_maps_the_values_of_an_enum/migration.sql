-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("card is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "card is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "card is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "card is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("card is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('card') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, status:TEXT:1:0:0';
INSERT INTO "_reconcile_assert" ("card is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('card') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("card is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'card') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'card' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("card is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'card' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'card', (SELECT count(*) FROM "card"));

-- 1/1  rebuild table card
--   for       default of column status changes from 'Learning' to 'learning', values of column status become lower(status)
--             CHECK (status IN ('Learning', 'Learned')) goes
--             CHECK (status IN ('learning', 'learned', 'dropped')) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot change the default of column status
--             not alter: ALTER TABLE cannot add or drop a CHECK on D1
--   hazard    add-not-null: column card.status must not be NULL in rows that are there; 0 rows
--             add-check: CHECK (status IN ('learning', 'learned', 'dropped')) on card is new to rows that are there; 0 rows
--             lossy-conversion: values of column card.status are converted by an expression; 3 rows (1, 2, 3)
--             rewrites-table: table card is copied row by row; 3 rows, about 9 rows written
CREATE TABLE "__new_card" (
  id INTEGER PRIMARY KEY,
  status TEXT NOT NULL DEFAULT 'learning' CHECK (status IN ('learning', 'learned', 'dropped'))
);
INSERT INTO "__new_card" ("id", "status")
SELECT "id", lower(status)
FROM "card";
DROP TABLE "card";
ALTER TABLE "__new_card" RENAME TO "card";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("card lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("card lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'card') IS NOT (SELECT count(*) FROM "card");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
