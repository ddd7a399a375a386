-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("t is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, x:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/2  drop view broken
--   for       view broken is no longer in the schema
--   hazard    drop-code: statements that read view broken fail
DROP VIEW "broken";

-- 2/2  rename table t to things
--   for       table t is renamed to things
--   after     step 1: view broken does not compile and would block it
--   hazard    rename: statements that still say table t fail
ALTER TABLE "t" RENAME TO "things";
