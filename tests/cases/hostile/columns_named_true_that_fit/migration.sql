-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("p is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "p is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "p is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "p is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("p is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('p') ORDER BY 1)) IS NOT 'false:TEXT:0:0:0, true:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("p is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('p') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("p is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'p') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'p' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("p is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'p' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, n:INT:0:0:0, true:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'p', (SELECT count(*) FROM "p")),
  ('rows', 't', (SELECT count(*) FROM "t")),
  ('orphans', 't', (SELECT count(*) FROM pragma_foreign_key_check('t')));

-- 1/2  rebuild table p
--   for       column false becomes NOT NULL
--             UNIQUE (true) is new
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot make column false NOT NULL on D1
--             not alter: ALTER TABLE cannot add or drop a UNIQUE constraint
--             not rebuild: t references it, so DROP TABLE fails while it has rows
--   hazard    add-not-null: column p.false must not be NULL in rows that are there; 0 rows
--             add-unique: p(true) becomes unique over rows that are there; 0 rows
--             rewrites-table: table p is copied row by row; 2 rows, about 10 rows written
CREATE TABLE "__new_p" ("true" TEXT UNIQUE, "false" TEXT NOT NULL);
INSERT INTO "__new_p" (rowid, "true", "false")
SELECT rowid, "true", "false"
FROM "p";
DROP TABLE "p";
ALTER TABLE "__new_p" RENAME TO "p";

-- 2/2  rebuild table t
--   for       CHECK (true <> 'gone' AND t."true" <> '') is new
--             foreign key (true) → p(true) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a CHECK on D1
--             not alter: ALTER TABLE cannot add or drop a foreign key
--   after     step 1: t refers to what becomes unique in p
--   hazard    add-check: CHECK (true <> 'gone' AND t."true" <> '') on t is new to rows that are there; 0 rows
--             add-foreign-key: t(true) must be found in p for rows that are there; 0 rows
--             rewrites-table: table t is copied row by row; 2 rows, about 8 rows written
--             foreign-key-without-index: foreign key t(true) has no index: each row deleted from p reads all of t
CREATE TABLE "__new_t" (id INTEGER PRIMARY KEY, "true" TEXT REFERENCES p ("true") CHECK (true <> 'gone' AND "__new_t"."true" <> ''), n INT);
INSERT INTO "__new_t" ("id", "true", "n")
SELECT "id", "true", "n"
FROM "t";
DROP TABLE "t";
ALTER TABLE "__new_t" RENAME TO "t";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("p lost rows" INT NOT NULL DEFAULT 0, "t lost rows" INT NOT NULL DEFAULT 0, "t has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("p lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'p') IS NOT (SELECT count(*) FROM "p");
INSERT INTO "_reconcile_assert" ("t lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't') IS NOT (SELECT count(*) FROM "t");
INSERT INTO "_reconcile_assert" ("t has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
