-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("docs is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "docs is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("docs is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('docs') ORDER BY 1)) IS NOT 'body:TEXT:0:0:0, id:INTEGER:key:1:0, title:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("docs is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('docs') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/3  rename table docs to articles
--   for       table docs is renamed to articles
--   hazard    rename: statements that still say table docs fail
ALTER TABLE "docs" RENAME TO "articles";

-- 2/3  rename column articles.body to text
--   for       column articles.body is renamed to text
--   after     step 1: renames run in this order
--   hazard    rename: statements that still say column articles.body fail
ALTER TABLE "articles" RENAME COLUMN "body" TO "text";

-- 3/3  rebuild virtual table docs_fts
--   for       virtual table docs_fts is defined otherwise
--   after     step 1: its contents are rows of articles
--             step 2: its contents are rows of articles
DROP TABLE "docs_fts";
CREATE VIRTUAL TABLE docs_fts USING fts5(title, text, content='articles', content_rowid='id');
INSERT INTO "docs_fts"("docs_fts") VALUES('rebuild');
