-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "b is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "b is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "b is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "b is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "c is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "c is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "c is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "c is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a') ORDER BY 1)) IS NOT 'c:INT:0:0:0, id:INTEGER:key:1:0, x:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a') ORDER BY 1)) IS NOT 'c>c:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a' ORDER BY 1)) IS NOT 'b.a:CASCADE';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('b') ORDER BY 1)) IS NOT 'a:INT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('b') ORDER BY 1)) IS NOT 'a>a:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'b') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'b' ORDER BY 1)) IS NOT 'c.b:SET NULL';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'b' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("c is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('c') ORDER BY 1)) IS NOT 'b:INT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("c is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('c') ORDER BY 1)) IS NOT 'b>b:NO ACTION:SET NULL';
INSERT INTO "_reconcile_assert" ("c is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'c') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'c' ORDER BY 1)) IS NOT 'a.c:CASCADE';
INSERT INTO "_reconcile_assert" ("c is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'c' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'a', (SELECT count(*) FROM "a")),
  ('rows', 'b', (SELECT count(*) FROM "b")),
  ('rows', 'c', (SELECT count(*) FROM "c")),
  ('orphans', 'a', (SELECT count(*) FROM pragma_foreign_key_check('a'))),
  ('orphans', 'b', (SELECT count(*) FROM pragma_foreign_key_check('b'))),
  ('orphans', 'c', (SELECT count(*) FROM pragma_foreign_key_check('c')));

-- 1/1  rebuild tables b, c, a
--   for       column x becomes NOT NULL
--   by        closure rebuild
--             not alter: --strategy closure rebuild was asked for
--             not rebuild: --strategy closure rebuild was asked for
--             not guarded rebuild: --strategy closure rebuild was asked for
--   hazard    add-not-null: column a.x must not be NULL in rows that are there; 0 rows
--             rewrites-table: table b is copied row by row; 1 row, about 9 rows written
--             rewrites-table: table c is copied row by row; 1 row, about 9 rows written
--             rewrites-table: table a is copied row by row; 1 row, about 9 rows written
CREATE TABLE "__new_b" (id INTEGER PRIMARY KEY, a INT REFERENCES "__new_a" (id) ON DELETE CASCADE);
CREATE TABLE "__new_c" (id INTEGER PRIMARY KEY, b INT REFERENCES "__new_b" (id) ON DELETE SET NULL);
CREATE TABLE "__new_a" (id INTEGER PRIMARY KEY, c INT REFERENCES "__new_c" (id) ON DELETE CASCADE, x TEXT NOT NULL);
INSERT INTO "__new_b" ("id", "a")
SELECT "id", "a"
FROM "b";
INSERT INTO "__new_c" ("id", "b")
SELECT "id", "b"
FROM "c";
INSERT INTO "__new_a" ("id", "c", "x")
SELECT "id", "c", "x"
FROM "a";
CREATE TRIGGER "__guard_b_self" BEFORE DELETE ON "b" BEGIN SELECT RAISE(IGNORE); END;
DROP TABLE "a";
ALTER TABLE "__new_a" RENAME TO "a";
DROP TABLE "c";
ALTER TABLE "__new_c" RENAME TO "c";
DROP TABLE "b";
ALTER TABLE "__new_b" RENAME TO "b";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("a lost rows" INT NOT NULL DEFAULT 0, "b lost rows" INT NOT NULL DEFAULT 0, "c lost rows" INT NOT NULL DEFAULT 0, "a has rows without a parent" INT NOT NULL DEFAULT 0, "b has rows without a parent" INT NOT NULL DEFAULT 0, "c has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'a') IS NOT (SELECT count(*) FROM "a");
INSERT INTO "_reconcile_assert" ("b lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'b') IS NOT (SELECT count(*) FROM "b");
INSERT INTO "_reconcile_assert" ("c lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'c') IS NOT (SELECT count(*) FROM "c");
INSERT INTO "_reconcile_assert" ("a has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('a')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'a'), 0);
INSERT INTO "_reconcile_assert" ("b has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('b')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'b'), 0);
INSERT INTO "_reconcile_assert" ("c has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('c')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'c'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
