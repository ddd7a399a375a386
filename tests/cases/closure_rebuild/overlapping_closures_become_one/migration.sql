-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "apart is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "apart is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "apart is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "apart is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "b is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "b is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "b is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "b is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "both is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "both is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "both is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "both is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, x:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a' ORDER BY 1)) IS NOT 'both.a:CASCADE';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("apart is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('apart') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, z:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("apart is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('apart') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("apart is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'apart') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'apart' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("apart is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'apart' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('b') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, y:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('b') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'b') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'b' ORDER BY 1)) IS NOT 'both.b:CASCADE';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'b' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("both is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('both') ORDER BY 1)) IS NOT 'a:INT:0:0:0, b:INT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("both is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('both') ORDER BY 1)) IS NOT 'a>a:NO ACTION:CASCADE, b>b:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("both is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'both') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'both' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("both is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'both' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'a', (SELECT count(*) FROM "a")),
  ('rows', 'apart', (SELECT count(*) FROM "apart")),
  ('rows', 'b', (SELECT count(*) FROM "b")),
  ('rows', 'both', (SELECT count(*) FROM "both")),
  ('orphans', 'both', (SELECT count(*) FROM pragma_foreign_key_check('both')));

-- 1/2  rebuild tables a, b, both
--   for       a: column x becomes NOT NULL
--             b: column y becomes NOT NULL
--   by        closure rebuild
--             not alter: --strategy closure rebuild was asked for
--             not rebuild: --strategy closure rebuild was asked for
--             not guarded rebuild: --strategy closure rebuild was asked for
--   hazard    add-not-null: column a.x must not be NULL in rows that are there; 0 rows
--             add-not-null: column b.y must not be NULL in rows that are there; 0 rows
--             rewrites-table: table a is copied row by row; 1 row, about 10 rows written
--             rewrites-table: table b is copied row by row; 1 row, about 10 rows written
--             rewrites-table: table both is copied row by row; 2 rows, about 10 rows written
CREATE TABLE "__new_a" (id INTEGER PRIMARY KEY, x TEXT NOT NULL);
CREATE TABLE "__new_b" (id INTEGER PRIMARY KEY, y TEXT NOT NULL);
CREATE TABLE "__new_both" (id INTEGER PRIMARY KEY, a INT REFERENCES "__new_a" (id) ON DELETE CASCADE, b INT REFERENCES "__new_b" (id) ON DELETE CASCADE);
INSERT INTO "__new_a" ("id", "x")
SELECT "id", "x"
FROM "a";
INSERT INTO "__new_b" ("id", "y")
SELECT "id", "y"
FROM "b";
INSERT INTO "__new_both" ("id", "a", "b")
SELECT "id", "a", "b"
FROM "both";
DROP TABLE "both";
ALTER TABLE "__new_both" RENAME TO "both";
DROP TABLE "b";
ALTER TABLE "__new_b" RENAME TO "b";
DROP TABLE "a";
ALTER TABLE "__new_a" RENAME TO "a";

-- 2/2  rebuild table apart
--   for       column z becomes NOT NULL
--   by        closure rebuild
--             not alter: --strategy closure rebuild was asked for
--             not rebuild: --strategy closure rebuild was asked for
--             not guarded rebuild: --strategy closure rebuild was asked for
--   hazard    add-not-null: column apart.z must not be NULL in rows that are there; 0 rows
--             rewrites-table: table apart is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_apart" (id INTEGER PRIMARY KEY, z TEXT NOT NULL);
INSERT INTO "__new_apart" ("id", "z")
SELECT "id", "z"
FROM "apart";
DROP TABLE "apart";
ALTER TABLE "__new_apart" RENAME TO "apart";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("a lost rows" INT NOT NULL DEFAULT 0, "apart lost rows" INT NOT NULL DEFAULT 0, "b lost rows" INT NOT NULL DEFAULT 0, "both lost rows" INT NOT NULL DEFAULT 0, "both has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'a') IS NOT (SELECT count(*) FROM "a");
INSERT INTO "_reconcile_assert" ("apart lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'apart') IS NOT (SELECT count(*) FROM "apart");
INSERT INTO "_reconcile_assert" ("b lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'b') IS NOT (SELECT count(*) FROM "b");
INSERT INTO "_reconcile_assert" ("both lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'both') IS NOT (SELECT count(*) FROM "both");
INSERT INTO "_reconcile_assert" ("both has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('both')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'both'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
