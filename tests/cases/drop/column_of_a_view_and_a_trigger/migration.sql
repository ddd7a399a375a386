-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("t is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t') ORDER BY 1)) IS NOT 'a:INT:0:0:0, b:INT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/4  drop trigger tr
--   for       trigger tr is no longer in the schema
--   hazard    drop-code: what trigger tr did on t is no longer done
DROP TRIGGER "tr";

-- 2/4  drop view v for now
--   for       view v is defined otherwise
DROP VIEW "v";

-- 3/4  drop column t.b
--   for       column b is no longer in the schema
--   by        alter
--   after     step 1: trigger tr mentions it
--             step 2: view v mentions it
--   hazard    drop-column: column t.b is dropped with its values; 1 row (1)
ALTER TABLE "t" DROP COLUMN "b";

-- 4/4  create view v
--   for       view v is defined otherwise
--   after     step 2: the name v is free then
--             step 3: view v mentions t
CREATE VIEW v AS SELECT a FROM t;
