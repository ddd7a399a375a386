-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a2 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a2 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a2 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a2 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "a3 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a3 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a3 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a3 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "a4 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a4 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a4 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a4 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a2') ORDER BY 1)) IS NOT 'b:INTEGER:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a2') ORDER BY 1)) IS NOT 'b>a4:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a2') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a2' ORDER BY 1)) IS NOT 'a3.b:NO ACTION';
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a2' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'word';
INSERT INTO "_reconcile_assert" ("a3 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a3') ORDER BY 1)) IS NOT 'b:INTEGER:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("a3 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a3') ORDER BY 1)) IS NOT 'b>a2:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("a3 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a3') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a3' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a3 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a3' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a4 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a4') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("a4 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a4') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a4 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a4') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a4' ORDER BY 1)) IS NOT 'a2.b:CASCADE';
INSERT INTO "_reconcile_assert" ("a4 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a4' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'a3', (SELECT count(*) FROM "a3")),
  ('rows', 'a4', (SELECT count(*) FROM "a4")),
  ('orphans', 'a4', (SELECT count(*) FROM pragma_foreign_key_check('a4')));

-- 1/4  drop index word
--   for       the name word is taken again
DROP INDEX "word";

-- 2/4  rebuild table a3
--   for       foreign key (b) → a2(id) goes
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--   hazard    rewrites-table: table a3 is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_a3" (id INTEGER PRIMARY KEY, b INTEGER);
INSERT INTO "__new_a3" ("id", "b")
SELECT "id", "b"
FROM "a3";
DROP TABLE "a3";
ALTER TABLE "__new_a3" RENAME TO "a3";

-- 3/4  rebuild table a4
--   for       column c is new
--             UNIQUE (c) is new
--             foreign key (c) → a(id) ON DELETE CASCADE is new
--             index word is new
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot add or drop a UNIQUE constraint
--             not rebuild: a2 references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--   after     step 1: the name word is free then
--   hazard    add-unique: a4(c) becomes unique over rows that are there; 0 rows
--             add-foreign-key: a4(c) must be found in a for rows that are there; 0 rows
--             rewrites-table: table a4 is copied row by row; 1 row, about 10 rows written
CREATE TRIGGER "__guard_a2_delete" BEFORE DELETE ON "a2" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_a4" (
  id INTEGER PRIMARY KEY,
  c  INTEGER UNIQUE,
  FOREIGN KEY (c) REFERENCES a (id) ON DELETE CASCADE
);
INSERT INTO "__new_a4" ("id")
SELECT "id"
FROM "a4";
DROP TABLE "a4";
ALTER TABLE "__new_a4" RENAME TO "a4";
CREATE INDEX word ON a4 (c);
DROP TRIGGER "__guard_a2_delete";

-- 4/4  drop table a2
--   for       table a2 is no longer in the schema
--   after     step 1: index word goes on its own
--             step 2: a3 no longer references it
--   hazard    drop-table: table a2 is dropped with all its rows; 1 row
DROP TABLE "a2";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("a3 lost rows" INT NOT NULL DEFAULT 0, "a4 lost rows" INT NOT NULL DEFAULT 0, "a4 has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a3 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'a3') IS NOT (SELECT count(*) FROM "a3");
INSERT INTO "_reconcile_assert" ("a4 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'a4') IS NOT (SELECT count(*) FROM "a4");
INSERT INTO "_reconcile_assert" ("a4 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('a4')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'a4'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
