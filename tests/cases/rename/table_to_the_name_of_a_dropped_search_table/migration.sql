-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("drafts is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "drafts is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("drafts is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('drafts') ORDER BY 1)) IS NOT 'body:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("drafts is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('drafts') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/2  drop virtual table notes
--   for       virtual table notes is no longer in the schema
--   hazard    drop-table: virtual table notes is dropped with all its rows; 1 row
DROP TABLE "notes";

-- 2/2  rename table drafts to notes
--   for       table drafts is renamed to notes
--   after     step 1: the name notes is free then
--   hazard    rename: statements that still say table drafts fail
ALTER TABLE "drafts" RENAME TO "notes";
