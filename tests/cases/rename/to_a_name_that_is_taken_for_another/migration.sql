-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("post is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "post is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('post') ORDER BY 1)) IS NOT 'author:INTEGER:0:0:0, id:INTEGER:key:1:0, userid:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('post') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/1  rename column post.author to user_id
--   for       column post.author is renamed to user_id
--   hazard    rename: statements that still say column post.author fail
--             confusable-name: column post.user_id is easily taken for userid
ALTER TABLE "post" RENAME COLUMN "author" TO "user_id";
