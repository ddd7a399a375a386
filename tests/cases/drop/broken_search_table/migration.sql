-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("notes is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "notes is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("notes is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('notes') ORDER BY 1)) IS NOT 'body:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("notes is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('notes') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/2  drop virtual table docs_fts
--   for       virtual table docs_fts is no longer in the schema
--   hazard    drop-table: virtual table docs_fts is dropped with its index; the rows that it searches are those of docs
DROP TABLE "docs_fts";

-- 2/2  add column notes.at
--   for       column at is new
--   by        alter
ALTER TABLE "notes" ADD COLUMN at TEXT;
