-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("p is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "p is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("p is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('p') ORDER BY 1)) IS NOT 'code:TEXT:1:0:0, id:INTEGER:key:1:0, up:TEXT:0:0:2';
INSERT INTO "_reconcile_assert" ("p is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('p') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/5  drop trigger t for now
--   for       trigger t is defined otherwise
DROP TRIGGER "t";

-- 2/5  drop view v for now
--   for       view v is defined otherwise
DROP VIEW "v";

-- 3/5  rename column p.code to slug
--   for       column p.code is renamed to slug
--   after     step 1: trigger t mentions it
--             step 2: view v mentions it
--   hazard    rename: statements that still say column p.code fail
ALTER TABLE "p" RENAME COLUMN "code" TO "slug";

-- 4/5  create view v
--   for       view v is defined otherwise
--   after     step 2: the name v is free then
--             step 3: view v mentions p
CREATE VIEW v AS SELECT slug FROM p;

-- 5/5  create trigger t on p
--   for       trigger t is defined otherwise
--   after     step 1: the name t is free then
--             step 3: trigger t mentions p
CREATE TRIGGER t AFTER UPDATE OF slug ON p BEGIN DELETE FROM c WHERE p = OLD.slug; END;
