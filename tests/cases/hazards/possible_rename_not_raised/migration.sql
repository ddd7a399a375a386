-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("user is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "user is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("user is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('user') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, mail:TEXT:0:0:0, name:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("user is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('user') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/1  rename column user.name to full_name
--   for       column user.name is renamed to full_name
--   hazard    rename: statements that still say column user.name fail
ALTER TABLE "user" RENAME COLUMN "name" TO "full_name";
