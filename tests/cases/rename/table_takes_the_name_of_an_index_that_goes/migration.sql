-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "a2 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a2 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a2 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a2 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "a3 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a3 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a') ORDER BY 1)) IS NOT 'b:INTEGER:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a') ORDER BY 1)) IS NOT 'b>a:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a' ORDER BY 1)) IS NOT 'a2.a:NO ACTION';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'word';
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a2') ORDER BY 1)) IS NOT 'a:INTEGER:0:0:0, id:TEXT:key:1:0, key:INTEGER:key:2:0';
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a2') ORDER BY 1)) IS NOT 'a>a:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a2') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a2' ORDER BY 1)) IS NOT 'a3.p:CASCADE, a3.q:CASCADE';
INSERT INTO "_reconcile_assert" ("a2 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a2' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a3 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a3') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, p:TEXT:0:0:0, q:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("a3 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a3') ORDER BY 1)) IS NOT 'p>a2:NO ACTION:CASCADE, q>a2:NO ACTION:CASCADE';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'a2', (SELECT count(*) FROM "a2")),
  ('rows', 'word', (SELECT count(*) FROM "a3")),
  ('orphans', 'word', (SELECT count(*) FROM pragma_foreign_key_check('a3')));

-- 1/4  drop index word
--   for       the name word is taken again
DROP INDEX "word";

-- 2/4  rename table a3 to word
--   for       table a3 is renamed to word
--   after     step 1: the name word is free then
--   hazard    rename: statements that still say table a3 fail
ALTER TABLE "a3" RENAME TO "word";

-- 3/4  rebuild table a2
--   for       foreign key (a) → a(id) goes
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--             not rebuild: word references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--   hazard    rewrites-table: table a2 is copied row by row; 1 row, about 9 rows written
CREATE TRIGGER "__guard_word_delete" BEFORE DELETE ON "word" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_a2" (id TEXT, key INTEGER, a INTEGER, PRIMARY KEY (id, key));
INSERT INTO "__new_a2" (rowid, "id", "key", "a")
SELECT rowid, "id", "key", "a"
FROM "a2";
DROP TABLE "a2";
ALTER TABLE "__new_a2" RENAME TO "a2";
DROP TRIGGER "__guard_word_delete";

-- 4/4  drop table a
--   for       table a is no longer in the schema
--   after     step 1: index word goes on its own
--             step 3: a2 no longer references it
--   hazard    drop-table: table a is dropped with all its rows; 1 row
DROP TABLE "a";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("a2 lost rows" INT NOT NULL DEFAULT 0, "word lost rows" INT NOT NULL DEFAULT 0, "word has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a2 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'a2') IS NOT (SELECT count(*) FROM "a2");
INSERT INTO "_reconcile_assert" ("word lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'word') IS NOT (SELECT count(*) FROM "word");
INSERT INTO "_reconcile_assert" ("word has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('word')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'word'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
