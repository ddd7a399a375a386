-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "a is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "a is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "b is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "b is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "b is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "b is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "c is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "c is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "c is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "c is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a') ORDER BY 1)) IS NOT 'b_code:TEXT:0:0:0, code:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'a') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'a' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'a' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('b') ORDER BY 1)) IS NOT 'c_code:TEXT:0:0:0, code:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('b') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'b') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'b' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'b' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("c is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('c') ORDER BY 1)) IS NOT 'a_code:TEXT:0:0:0, code:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("c is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('c') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("c is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'c') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'c' ORDER BY 1)) IS NOT '';
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

-- 1/1  rebuild tables c, b, a
--   for       a: foreign key (b_code) → b(code) is new
--             a: index a_code is new
--             b: foreign key (c_code) → c(code) is new
--             b: index b_code is new
--             c: foreign key (a_code) → a(code) is new
--             c: index c_code is new
--   by        closure rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--             not rebuild: c references it, so DROP TABLE fails while it has rows
--             not rebuild: a and c reference each other by keys that both get with this change, so neither can come first
--             not guarded rebuild: a and c reference each other by keys that both get with this change, so neither can come first
--   hazard    add-unique: index a_code becomes unique over rows that are there; 0 rows
--             add-unique: index b_code becomes unique over rows that are there; 0 rows
--             add-unique: index c_code becomes unique over rows that are there; 0 rows
--             add-foreign-key: a(b_code) must be found in b for rows that are there; 0 rows
--             add-foreign-key: b(c_code) must be found in c for rows that are there; 0 rows
--             add-foreign-key: c(a_code) must be found in a for rows that are there; 0 rows
--             rewrites-table: table c is copied row by row; 1 row, about 12 rows written
--             rewrites-table: table b is copied row by row; 1 row, about 12 rows written
--             rewrites-table: table a is copied row by row; 1 row, about 12 rows written
--             foreign-key-without-index: foreign key a(b_code) has no index: each row deleted from b reads all of a
--             foreign-key-without-index: foreign key b(c_code) has no index: each row deleted from c reads all of b
--             foreign-key-without-index: foreign key c(a_code) has no index: each row deleted from a reads all of c
CREATE TABLE "__new_c" (id INTEGER PRIMARY KEY, code TEXT, a_code TEXT REFERENCES "__new_a" (code));
CREATE TABLE "__new_b" (id INTEGER PRIMARY KEY, code TEXT, c_code TEXT REFERENCES "__new_c" (code));
CREATE TABLE "__new_a" (id INTEGER PRIMARY KEY, code TEXT, b_code TEXT REFERENCES "__new_b" (code));
CREATE UNIQUE INDEX "__key_c_code" ON "__new_c" ("code");
CREATE UNIQUE INDEX "__key_b_code" ON "__new_b" ("code");
CREATE UNIQUE INDEX "__key_a_code" ON "__new_a" ("code");
INSERT INTO "__new_c" ("id", "code", "a_code")
SELECT "id", "code", "a_code"
FROM "c";
INSERT INTO "__new_b" ("id", "code", "c_code")
SELECT "id", "code", "c_code"
FROM "b";
INSERT INTO "__new_a" ("id", "code", "b_code")
SELECT "id", "code", "b_code"
FROM "a";
DROP TABLE "a";
ALTER TABLE "__new_a" RENAME TO "a";
DROP TABLE "b";
ALTER TABLE "__new_b" RENAME TO "b";
DROP TABLE "c";
ALTER TABLE "__new_c" RENAME TO "c";
CREATE UNIQUE INDEX c_code ON c (code);
CREATE UNIQUE INDEX b_code ON b (code);
CREATE UNIQUE INDEX a_code ON a (code);
DROP INDEX "__key_c_code";
DROP INDEX "__key_b_code";
DROP INDEX "__key_a_code";

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
