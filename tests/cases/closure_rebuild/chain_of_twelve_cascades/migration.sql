-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("t00 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t00 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t00 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t00 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t01 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t01 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t01 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t01 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t02 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t02 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t02 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t02 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t03 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t03 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t03 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t03 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t04 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t04 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t04 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t04 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t05 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t05 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t05 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t05 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t06 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t06 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t06 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t06 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t07 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t07 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t07 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t07 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t08 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t08 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t08 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t08 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t09 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t09 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t09 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t09 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t10 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t10 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t10 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t10 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "t11 is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t11 is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t11 is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t11 is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t00 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t00') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, note:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("t00 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t00') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t00 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't00') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't00' ORDER BY 1)) IS NOT 't01.up:CASCADE';
INSERT INTO "_reconcile_assert" ("t00 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't00' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t01 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t01') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, up:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("t01 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t01') ORDER BY 1)) IS NOT 'up>t00:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("t01 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't01') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't01' ORDER BY 1)) IS NOT 't02.up:CASCADE';
INSERT INTO "_reconcile_assert" ("t01 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't01' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't01_up';
INSERT INTO "_reconcile_assert" ("t02 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t02') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, up:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("t02 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t02') ORDER BY 1)) IS NOT 'up>t01:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("t02 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't02') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't02' ORDER BY 1)) IS NOT 't03.up:CASCADE';
INSERT INTO "_reconcile_assert" ("t02 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't02' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't02_up';
INSERT INTO "_reconcile_assert" ("t03 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t03') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, up:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("t03 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t03') ORDER BY 1)) IS NOT 'up>t02:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("t03 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't03') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't03' ORDER BY 1)) IS NOT 't04.up:CASCADE';
INSERT INTO "_reconcile_assert" ("t03 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't03' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't03_up';
INSERT INTO "_reconcile_assert" ("t04 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t04') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, up:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("t04 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t04') ORDER BY 1)) IS NOT 'up>t03:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("t04 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't04') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't04' ORDER BY 1)) IS NOT 't05.up:CASCADE';
INSERT INTO "_reconcile_assert" ("t04 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't04' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't04_up';
INSERT INTO "_reconcile_assert" ("t05 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t05') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, up:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("t05 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t05') ORDER BY 1)) IS NOT 'up>t04:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("t05 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't05') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't05' ORDER BY 1)) IS NOT 't06.up:CASCADE';
INSERT INTO "_reconcile_assert" ("t05 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't05' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't05_up';
INSERT INTO "_reconcile_assert" ("t06 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t06') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, up:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("t06 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t06') ORDER BY 1)) IS NOT 'up>t05:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("t06 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't06') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't06' ORDER BY 1)) IS NOT 't07.up:CASCADE';
INSERT INTO "_reconcile_assert" ("t06 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't06' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't06_up';
INSERT INTO "_reconcile_assert" ("t07 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t07') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, up:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("t07 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t07') ORDER BY 1)) IS NOT 'up>t06:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("t07 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't07') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't07' ORDER BY 1)) IS NOT 't08.up:CASCADE';
INSERT INTO "_reconcile_assert" ("t07 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't07' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't07_up';
INSERT INTO "_reconcile_assert" ("t08 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t08') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, up:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("t08 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t08') ORDER BY 1)) IS NOT 'up>t07:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("t08 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't08') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't08' ORDER BY 1)) IS NOT 't09.up:CASCADE';
INSERT INTO "_reconcile_assert" ("t08 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't08' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't08_up';
INSERT INTO "_reconcile_assert" ("t09 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t09') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, up:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("t09 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t09') ORDER BY 1)) IS NOT 'up>t08:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("t09 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't09') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't09' ORDER BY 1)) IS NOT 't10.up:CASCADE';
INSERT INTO "_reconcile_assert" ("t09 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't09' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't09_up';
INSERT INTO "_reconcile_assert" ("t10 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t10') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, up:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("t10 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t10') ORDER BY 1)) IS NOT 'up>t09:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("t10 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't10') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't10' ORDER BY 1)) IS NOT 't11.up:CASCADE';
INSERT INTO "_reconcile_assert" ("t10 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't10' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't10_up';
INSERT INTO "_reconcile_assert" ("t11 is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t11') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, up:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("t11 is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t11') ORDER BY 1)) IS NOT 'up>t10:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("t11 is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't11') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't11' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t11 is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't11' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't11_up';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 't00', (SELECT count(*) FROM "t00")),
  ('rows', 't01', (SELECT count(*) FROM "t01")),
  ('rows', 't02', (SELECT count(*) FROM "t02")),
  ('rows', 't03', (SELECT count(*) FROM "t03")),
  ('rows', 't04', (SELECT count(*) FROM "t04")),
  ('rows', 't05', (SELECT count(*) FROM "t05")),
  ('rows', 't06', (SELECT count(*) FROM "t06")),
  ('rows', 't07', (SELECT count(*) FROM "t07")),
  ('rows', 't08', (SELECT count(*) FROM "t08")),
  ('rows', 't09', (SELECT count(*) FROM "t09")),
  ('rows', 't10', (SELECT count(*) FROM "t10")),
  ('rows', 't11', (SELECT count(*) FROM "t11")),
  ('orphans', 't01', (SELECT count(*) FROM pragma_foreign_key_check('t01'))),
  ('orphans', 't02', (SELECT count(*) FROM pragma_foreign_key_check('t02'))),
  ('orphans', 't03', (SELECT count(*) FROM pragma_foreign_key_check('t03'))),
  ('orphans', 't04', (SELECT count(*) FROM pragma_foreign_key_check('t04'))),
  ('orphans', 't05', (SELECT count(*) FROM pragma_foreign_key_check('t05'))),
  ('orphans', 't06', (SELECT count(*) FROM pragma_foreign_key_check('t06'))),
  ('orphans', 't07', (SELECT count(*) FROM pragma_foreign_key_check('t07'))),
  ('orphans', 't08', (SELECT count(*) FROM pragma_foreign_key_check('t08'))),
  ('orphans', 't09', (SELECT count(*) FROM pragma_foreign_key_check('t09'))),
  ('orphans', 't10', (SELECT count(*) FROM pragma_foreign_key_check('t10'))),
  ('orphans', 't11', (SELECT count(*) FROM pragma_foreign_key_check('t11')));

-- 1/1  rebuild tables t00, t01, t02, t03, t04, t05, t06, t07, t08, t09, t10, t11
--   for       column note becomes NOT NULL
--   by        closure rebuild
--             not alter: ALTER TABLE cannot make column note NOT NULL on D1
--             not rebuild: t01 references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--             not guarded rebuild: its cascades are 10 levels deep or more, which SQLite refuses to run on D1
--   hazard    add-not-null: column t00.note must not be NULL in rows that are there; 0 rows
--             rewrites-table: table t00 is copied row by row; 1 row, about 29 rows written
--             rewrites-table: table t01 is copied row by row; 1 row, about 29 rows written
--             rewrites-table: table t02 is copied row by row; 1 row, about 29 rows written
--             rewrites-table: table t03 is copied row by row; 1 row, about 29 rows written
--             rewrites-table: table t04 is copied row by row; 1 row, about 29 rows written
--             rewrites-table: table t05 is copied row by row; 1 row, about 29 rows written
--             rewrites-table: table t06 is copied row by row; 1 row, about 29 rows written
--             rewrites-table: table t07 is copied row by row; 1 row, about 29 rows written
--             rewrites-table: table t08 is copied row by row; 1 row, about 29 rows written
--             rewrites-table: table t09 is copied row by row; 1 row, about 29 rows written
--             rewrites-table: table t10 is copied row by row; 1 row, about 29 rows written
--             rewrites-table: table t11 is copied row by row; 1 row, about 29 rows written
CREATE TABLE "__new_t00" (id INTEGER PRIMARY KEY, note TEXT NOT NULL);
CREATE TABLE "__new_t01" (id INTEGER PRIMARY KEY, up INTEGER REFERENCES "__new_t00" (id) ON DELETE CASCADE);
CREATE TABLE "__new_t02" (id INTEGER PRIMARY KEY, up INTEGER REFERENCES "__new_t01" (id) ON DELETE CASCADE);
CREATE TABLE "__new_t03" (id INTEGER PRIMARY KEY, up INTEGER REFERENCES "__new_t02" (id) ON DELETE CASCADE);
CREATE TABLE "__new_t04" (id INTEGER PRIMARY KEY, up INTEGER REFERENCES "__new_t03" (id) ON DELETE CASCADE);
CREATE TABLE "__new_t05" (id INTEGER PRIMARY KEY, up INTEGER REFERENCES "__new_t04" (id) ON DELETE CASCADE);
CREATE TABLE "__new_t06" (id INTEGER PRIMARY KEY, up INTEGER REFERENCES "__new_t05" (id) ON DELETE CASCADE);
CREATE TABLE "__new_t07" (id INTEGER PRIMARY KEY, up INTEGER REFERENCES "__new_t06" (id) ON DELETE CASCADE);
CREATE TABLE "__new_t08" (id INTEGER PRIMARY KEY, up INTEGER REFERENCES "__new_t07" (id) ON DELETE CASCADE);
CREATE TABLE "__new_t09" (id INTEGER PRIMARY KEY, up INTEGER REFERENCES "__new_t08" (id) ON DELETE CASCADE);
CREATE TABLE "__new_t10" (id INTEGER PRIMARY KEY, up INTEGER REFERENCES "__new_t09" (id) ON DELETE CASCADE);
CREATE TABLE "__new_t11" (id INTEGER PRIMARY KEY, up INTEGER REFERENCES "__new_t10" (id) ON DELETE CASCADE);
INSERT INTO "__new_t00" ("id", "note")
SELECT "id", "note"
FROM "t00";
INSERT INTO "__new_t01" ("id", "up")
SELECT "id", "up"
FROM "t01";
INSERT INTO "__new_t02" ("id", "up")
SELECT "id", "up"
FROM "t02";
INSERT INTO "__new_t03" ("id", "up")
SELECT "id", "up"
FROM "t03";
INSERT INTO "__new_t04" ("id", "up")
SELECT "id", "up"
FROM "t04";
INSERT INTO "__new_t05" ("id", "up")
SELECT "id", "up"
FROM "t05";
INSERT INTO "__new_t06" ("id", "up")
SELECT "id", "up"
FROM "t06";
INSERT INTO "__new_t07" ("id", "up")
SELECT "id", "up"
FROM "t07";
INSERT INTO "__new_t08" ("id", "up")
SELECT "id", "up"
FROM "t08";
INSERT INTO "__new_t09" ("id", "up")
SELECT "id", "up"
FROM "t09";
INSERT INTO "__new_t10" ("id", "up")
SELECT "id", "up"
FROM "t10";
INSERT INTO "__new_t11" ("id", "up")
SELECT "id", "up"
FROM "t11";
DROP TABLE "t11";
ALTER TABLE "__new_t11" RENAME TO "t11";
DROP TABLE "t10";
ALTER TABLE "__new_t10" RENAME TO "t10";
DROP TABLE "t09";
ALTER TABLE "__new_t09" RENAME TO "t09";
DROP TABLE "t08";
ALTER TABLE "__new_t08" RENAME TO "t08";
DROP TABLE "t07";
ALTER TABLE "__new_t07" RENAME TO "t07";
DROP TABLE "t06";
ALTER TABLE "__new_t06" RENAME TO "t06";
DROP TABLE "t05";
ALTER TABLE "__new_t05" RENAME TO "t05";
DROP TABLE "t04";
ALTER TABLE "__new_t04" RENAME TO "t04";
DROP TABLE "t03";
ALTER TABLE "__new_t03" RENAME TO "t03";
DROP TABLE "t02";
ALTER TABLE "__new_t02" RENAME TO "t02";
DROP TABLE "t01";
ALTER TABLE "__new_t01" RENAME TO "t01";
DROP TABLE "t00";
ALTER TABLE "__new_t00" RENAME TO "t00";
CREATE INDEX t01_up ON t01 (up);
CREATE INDEX t02_up ON t02 (up);
CREATE INDEX t03_up ON t03 (up);
CREATE INDEX t04_up ON t04 (up);
CREATE INDEX t05_up ON t05 (up);
CREATE INDEX t06_up ON t06 (up);
CREATE INDEX t07_up ON t07 (up);
CREATE INDEX t08_up ON t08 (up);
CREATE INDEX t09_up ON t09 (up);
CREATE INDEX t10_up ON t10 (up);
CREATE INDEX t11_up ON t11 (up);

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("t00 lost rows" INT NOT NULL DEFAULT 0, "t01 lost rows" INT NOT NULL DEFAULT 0, "t02 lost rows" INT NOT NULL DEFAULT 0, "t03 lost rows" INT NOT NULL DEFAULT 0, "t04 lost rows" INT NOT NULL DEFAULT 0, "t05 lost rows" INT NOT NULL DEFAULT 0, "t06 lost rows" INT NOT NULL DEFAULT 0, "t07 lost rows" INT NOT NULL DEFAULT 0, "t08 lost rows" INT NOT NULL DEFAULT 0, "t09 lost rows" INT NOT NULL DEFAULT 0, "t10 lost rows" INT NOT NULL DEFAULT 0, "t11 lost rows" INT NOT NULL DEFAULT 0, "t01 has rows without a parent" INT NOT NULL DEFAULT 0, "t02 has rows without a parent" INT NOT NULL DEFAULT 0, "t03 has rows without a parent" INT NOT NULL DEFAULT 0, "t04 has rows without a parent" INT NOT NULL DEFAULT 0, "t05 has rows without a parent" INT NOT NULL DEFAULT 0, "t06 has rows without a parent" INT NOT NULL DEFAULT 0, "t07 has rows without a parent" INT NOT NULL DEFAULT 0, "t08 has rows without a parent" INT NOT NULL DEFAULT 0, "t09 has rows without a parent" INT NOT NULL DEFAULT 0, "t10 has rows without a parent" INT NOT NULL DEFAULT 0, "t11 has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t00 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't00') IS NOT (SELECT count(*) FROM "t00");
INSERT INTO "_reconcile_assert" ("t01 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't01') IS NOT (SELECT count(*) FROM "t01");
INSERT INTO "_reconcile_assert" ("t02 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't02') IS NOT (SELECT count(*) FROM "t02");
INSERT INTO "_reconcile_assert" ("t03 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't03') IS NOT (SELECT count(*) FROM "t03");
INSERT INTO "_reconcile_assert" ("t04 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't04') IS NOT (SELECT count(*) FROM "t04");
INSERT INTO "_reconcile_assert" ("t05 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't05') IS NOT (SELECT count(*) FROM "t05");
INSERT INTO "_reconcile_assert" ("t06 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't06') IS NOT (SELECT count(*) FROM "t06");
INSERT INTO "_reconcile_assert" ("t07 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't07') IS NOT (SELECT count(*) FROM "t07");
INSERT INTO "_reconcile_assert" ("t08 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't08') IS NOT (SELECT count(*) FROM "t08");
INSERT INTO "_reconcile_assert" ("t09 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't09') IS NOT (SELECT count(*) FROM "t09");
INSERT INTO "_reconcile_assert" ("t10 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't10') IS NOT (SELECT count(*) FROM "t10");
INSERT INTO "_reconcile_assert" ("t11 lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 't11') IS NOT (SELECT count(*) FROM "t11");
INSERT INTO "_reconcile_assert" ("t01 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t01')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't01'), 0);
INSERT INTO "_reconcile_assert" ("t02 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t02')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't02'), 0);
INSERT INTO "_reconcile_assert" ("t03 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t03')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't03'), 0);
INSERT INTO "_reconcile_assert" ("t04 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t04')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't04'), 0);
INSERT INTO "_reconcile_assert" ("t05 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t05')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't05'), 0);
INSERT INTO "_reconcile_assert" ("t06 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t06')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't06'), 0);
INSERT INTO "_reconcile_assert" ("t07 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t07')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't07'), 0);
INSERT INTO "_reconcile_assert" ("t08 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t08')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't08'), 0);
INSERT INTO "_reconcile_assert" ("t09 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t09')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't09'), 0);
INSERT INTO "_reconcile_assert" ("t10 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t10')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't10'), 0);
INSERT INTO "_reconcile_assert" ("t11 has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('t11')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 't11'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
