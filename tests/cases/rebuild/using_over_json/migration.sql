-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("post is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "post is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "post is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "post is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('post') ORDER BY 1)) IS NOT 'body:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('post') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'post') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'post' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'post' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'post', (SELECT count(*) FROM "post"));

-- 1/1  rebuild table post
--   for       type of column body changes from TEXT to BLOB, values of column body become jsonb(body)
--   by        rebuild
--             not alter: ALTER TABLE cannot change the type of column body
--   hazard    failing-expression: the value of post.body must not fail on rows that are there; 0 rows
--             lossy-conversion: values of column post.body are converted by an expression; 3 rows (1, 3, 4)
--             lossy-conversion: values of column post.body become NULL, where an expression gives none; 0 rows
--             rewrites-table: table post is copied row by row; 4 rows, about 10 rows written
CREATE TABLE "__new_post" (
  id INTEGER PRIMARY KEY,
  body BLOB
);
INSERT INTO "__new_post" ("id", "body")
SELECT "id", jsonb(body)
FROM "post";
DROP TABLE "post";
ALTER TABLE "__new_post" RENAME TO "post";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("post lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("post lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'post') IS NOT (SELECT count(*) FROM "post");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
