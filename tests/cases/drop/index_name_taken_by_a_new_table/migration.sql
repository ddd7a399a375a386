-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("articles is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "articles is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "articles is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "articles is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "tags is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "tags is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "tags is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "tags is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("articles is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('articles') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, u:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("articles is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('articles') ORDER BY 1)) IS NOT 'u>users:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("articles is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'articles') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'articles' ORDER BY 1)) IS NOT 'tags.a:NO ACTION';
INSERT INTO "_reconcile_assert" ("articles is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'articles' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'by_user';
INSERT INTO "_reconcile_assert" ("tags is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('tags') ORDER BY 1)) IS NOT 'a:INTEGER:0:0:0, t:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("tags is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('tags') ORDER BY 1)) IS NOT 'a>articles:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("tags is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'tags') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'tags' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("tags is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'tags' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'tags', (SELECT count(*) FROM "tags")),
  ('orphans', 'tags', (SELECT count(*) FROM pragma_foreign_key_check('tags')));

-- 1/4  drop index by_user
--   for       the name by_user is taken again
DROP INDEX "by_user";

-- 2/4  create table posts
--   for       table posts is new
--   after     step 1: the name by_user is free then
CREATE TABLE posts (id INTEGER PRIMARY KEY, u INTEGER REFERENCES users (id));
CREATE INDEX by_user ON posts (u);

-- 3/4  rebuild table tags
--   for       foreign key (a) → posts(id) is defined otherwise
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--   after     step 2: tags references posts
--   hazard    add-foreign-key: tags(a) must be found in posts for rows that are there; 0 rows
--             rewrites-table: table tags is copied row by row; 1 row, about 7 rows written
--             foreign-key-without-index: foreign key tags(a) has no index: each row deleted from posts reads all of tags
CREATE TABLE "__new_tags" (a INTEGER REFERENCES posts (id), t TEXT);
INSERT INTO "__new_tags" (rowid, "a", "t")
SELECT rowid, "a", "t"
FROM "tags";
DROP TABLE "tags";
ALTER TABLE "__new_tags" RENAME TO "tags";

-- 4/4  drop table articles
--   for       table articles is no longer in the schema
--   after     step 1: index by_user goes on its own
--             step 3: tags no longer references it
--   hazard    drop-table: table articles is dropped with all its rows; 0 rows
DROP TABLE "articles";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("tags lost rows" INT NOT NULL DEFAULT 0, "tags has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("tags lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'tags') IS NOT (SELECT count(*) FROM "tags");
INSERT INTO "_reconcile_assert" ("tags has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('tags')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'tags'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
