-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("a is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "a is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('a') ORDER BY 1)) IS NOT 'id:TEXT:key:1:0, n:INT:0:0:0, rowid:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("a is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('a') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/2  rename column a.n to oid
--   for       column a.n is renamed to oid
--   hazard    rename: statements that still say column a.n fail
ALTER TABLE "a" RENAME COLUMN "n" TO "oid";

-- 2/2  rename column a.rowid to label
--   for       column a.rowid is renamed to label
--   after     step 1: renames run in this order
--   hazard    rename: statements that still say column a.rowid fail
ALTER TABLE "a" RENAME COLUMN "rowid" TO "label";
