-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("post is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "post is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('post') ORDER BY 1)) IS NOT 'body:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('post') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/4  add column post.title
--   for       column title is new, filled with json_extract(body, '$.a')
--   by        alter
--   hazard    failing-expression: the value of post.title must not fail on rows that are there; 0 rows
--             backfill-leaves-null: post.title stays NULL where its backfill gives no value; 2 rows (2, 4)
ALTER TABLE "post" ADD COLUMN title TEXT;
UPDATE "post" SET "title" = json_extract(body, '$.a');

-- 2/4  add column post.tag
--   for       column tag is new, filled with body ->> '$.tags[0]'
--   by        alter
--   hazard    failing-expression: the value of post.tag must not fail on rows that are there; 0 rows
--             backfill-leaves-null: post.tag stays NULL where its backfill gives no value; 3 rows (2, 3, 4)
ALTER TABLE "post" ADD COLUMN tag TEXT;
UPDATE "post" SET "tag" = body ->> '$.tags[0]';

-- 3/4  add column post.meta
--   for       column meta is new, filled with json_set(body, '$.b', id)
--   by        alter
--   hazard    failing-expression: the value of post.meta must not fail on rows that are there; 0 rows
--             backfill-leaves-null: post.meta stays NULL where its backfill gives no value; 1 row (2)
ALTER TABLE "post" ADD COLUMN meta TEXT;
UPDATE "post" SET "meta" = json_set(body, '$.b', id);

-- 4/4  add column post.tags
--   for       column tags is new, filled with (SELECT count(*) FROM json_each(body, '$.tags'))
--   by        alter
--   hazard    failing-expression: the value of post.tags must not fail on rows that are there; 0 rows
--             backfill-leaves-null: post.tags stays NULL where its backfill gives no value; 0 rows
ALTER TABLE "post" ADD COLUMN tags INTEGER;
UPDATE "post" SET "tags" = (SELECT count(*) FROM json_each(body, '$.tags'));
