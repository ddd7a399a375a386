-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a') ORDER BY 1)) IS NOT 'g:INT:0:0:2, id:INTEGER:key:1:0, x:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'a', (SELECT count(*) FROM "a"));

-- 1/1  rebuild table a
--   for       column x becomes NOT NULL, type of column x changes from TEXT to ANY
--             type of column g changes from INT to REAL
--   by        rebuild
--             not alter: ALTER TABLE cannot make column x NOT NULL on D1
--             not alter: ALTER TABLE cannot change the type of column g
--   hazard    add-not-null: column a.x must not be NULL in rows that are there; 0 rows
--             type-mismatch: values of column a.x must fit ANY in a STRICT table; 0 rows
--             type-mismatch: computed values of column a.g must fit REAL in a STRICT table; 0 rows
--             rewrites-table: table a is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_a" (id INTEGER PRIMARY KEY, x ANY NOT NULL, g REAL AS (x)) STRICT;
INSERT INTO "__new_a" ("id", "x")
SELECT "id", "x"
FROM "a";
DROP TABLE "a";
ALTER TABLE "__new_a" RENAME TO "a";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("a lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'a') IS NOT (SELECT count(*) FROM "a");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
