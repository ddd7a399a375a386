-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "b is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "b is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, x:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('b') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, y:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("b is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('b') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/2  rename table b to c
--   for       table b is renamed to c
--   hazard    rename: statements that still say table b fail
ALTER TABLE "b" RENAME TO "c";

-- 2/2  rename table a to b
--   for       table a is renamed to b
--   after     step 1: renames run in this order
--   hazard    rename: statements that still say table a fail
ALTER TABLE "a" RENAME TO "b";
