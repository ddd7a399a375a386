-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("t is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, x:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/5  drop view v2 for now
--   for       it mentions t, which is renamed
DROP VIEW "v2";

-- 2/5  drop view v1 for now
--   for       view v1 is defined otherwise
--   after     step 1: view v2 mentions view v1
DROP VIEW "v1";

-- 3/5  rename table t to things
--   for       table t is renamed to things
--   after     step 1: view v2 mentions it
--             step 2: view v1 mentions it
--   hazard    rename: statements that still say table t fail
ALTER TABLE "t" RENAME TO "things";

-- 4/5  create view v1
--   for       view v1 is defined otherwise
--   after     step 2: the name v1 is free then
--             step 3: view v1 mentions things
CREATE VIEW v1 AS SELECT id, x FROM things;

-- 5/5  create view v2
--   for       it made way for another step
--   after     step 1: the name v2 is free then
--             step 4: view v2 mentions view v1
CREATE VIEW v2 AS SELECT x FROM v1;
