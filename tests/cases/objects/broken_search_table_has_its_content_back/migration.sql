-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("docs is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "docs is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("docs is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('docs') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, title:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("docs is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('docs') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/2  add column docs.body
--   for       column body is new
--   by        alter
ALTER TABLE "docs" ADD COLUMN body TEXT;

-- 2/2  rebuild virtual table docs_fts
--   for       it could not be read: it reads column body of docs, which is not there
--   after     step 1: its contents are rows of docs
DROP TABLE "docs_fts";
CREATE VIRTUAL TABLE docs_fts USING fts5(title, body, content='docs', content_rowid='id');
INSERT INTO "docs_fts"("docs_fts") VALUES('rebuild');
