-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("t is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/3  add column t.a
--   for       column a is new
--   by        alter
ALTER TABLE "t" ADD COLUMN a INT;

-- 2/3  add column t.b
--   for       column b is new
--   by        alter
ALTER TABLE "t" ADD COLUMN b TEXT DEFAULT 'x';

-- 3/3  create index t_ab on t
--   for       index t_ab is new
--   after     step 1: index t_ab is on t
--             step 2: index t_ab is on t
CREATE INDEX t_ab ON t (a, b) WHERE b <> '';
