-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, x:TEXT:0:0:0, y:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/2  drop index a_y
--   for       index a_y is no longer in the schema
--   hazard    drop-index: queries on a that used index a_y will scan
DROP INDEX "a_y";

-- 2/2  drop column a.y
--   for       column y is no longer in the schema
--   by        alter
--   after     step 1: index a_y may use the column
--   hazard    drop-column: column a.y is dropped with its values; 1 row (1)
ALTER TABLE "a" DROP COLUMN "y";
