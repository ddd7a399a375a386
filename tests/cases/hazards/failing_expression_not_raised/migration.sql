-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("post is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "post is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('post') ORDER BY 1)) IS NOT 'body:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('post') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/1  add column post.title
--   for       column title is new, filled with CASE WHEN json_valid(body) THEN json_extract(body, '$.a') END
--   by        alter
--   hazard    failing-expression: the value of post.title must not fail on rows that are there; 0 rows
--             backfill-leaves-null: post.title stays NULL where its backfill gives no value; 4 rows (2, 3, 4, 5)
ALTER TABLE "post" ADD COLUMN title TEXT;
UPDATE "post" SET "title" = CASE WHEN json_valid(body) THEN json_extract(body, '$.a') END;
