-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a') ORDER BY 1)) IS NOT 'changed:INT:0:0:0, id:INTEGER:key:1:0, name:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/3  drop trigger a_touch for now
--   for       it mentions a, whose backfill would fire it
DROP TRIGGER "a_touch";

-- 2/3  add column a.slug
--   for       column slug is new, filled with lower(name)
--   by        alter
--   after     step 1: trigger a_touch mentions it
--   hazard    backfill-leaves-null: a.slug stays NULL where its backfill gives no value; 0 rows
ALTER TABLE "a" ADD COLUMN slug TEXT;
UPDATE "a" SET "slug" = lower(name);

-- 3/3  create trigger a_touch on a
--   for       it made way for another step
--   after     step 1: the name a_touch is free then
--             step 2: trigger a_touch mentions a
CREATE TRIGGER a_touch AFTER UPDATE ON a BEGIN UPDATE a SET changed = 99 WHERE id = NEW.id; END;
