-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("post is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "post is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "post is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "post is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "user is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "user is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "user is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "user is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('post') ORDER BY 1)) IS NOT 'author:TEXT:1:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('post') ORDER BY 1)) IS NOT 'author>user:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'post') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'post' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("post is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'post' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'post_author';
INSERT INTO "_reconcile_assert" ("user is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('user') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, login:TEXT:1:0:0';
INSERT INTO "_reconcile_assert" ("user is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('user') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("user is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'user') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'user' ORDER BY 1)) IS NOT 'post.author:NO ACTION';
INSERT INTO "_reconcile_assert" ("user is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'user' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'post', (SELECT count(*) FROM "post")),
  ('rows', 'user', (SELECT count(*) FROM "user")),
  ('orphans', 'post', (SELECT count(*) FROM pragma_foreign_key_check('post')));

-- 1/4  rename column post.author to writer
--   for       column post.author is renamed to writer
--   hazard    rename: statements that still say column post.author fail
ALTER TABLE "post" RENAME COLUMN "author" TO "writer";

-- 2/4  rename column user.login to name
--   for       column user.login is renamed to name
--   after     step 1: renames run in this order
--   hazard    rename: statements that still say column user.login fail
ALTER TABLE "user" RENAME COLUMN "login" TO "name";

-- 3/4  rebuild table user
--   for       values of column name become lower(name)
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot convert the values of column name
--             not rebuild: post references it, so DROP TABLE fails while it has rows
--   after     step 2: column user.name gets its name first
--   hazard    add-not-null: column user.name must not be NULL in rows that are there; 0 rows
--             add-unique: user(name) becomes unique over rows that are there; 0 rows
--             lossy-conversion: values of column user.name are converted by an expression; 0 rows
--             rewrites-table: table user is copied row by row; 2 rows, about 10 rows written
CREATE TABLE "__new_user" (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
INSERT INTO "__new_user" ("id", "name")
SELECT "id", lower(name)
FROM "user";
DROP TABLE "user";
ALTER TABLE "__new_user" RENAME TO "user";

-- 4/4  rebuild table post
--   for       values of column writer become lower(writer)
--   by        rebuild
--             not alter: ALTER TABLE cannot convert the values of column writer
--   after     step 1: column post.writer gets its name first
--             step 2: column user.name gets its name first
--             step 3: post references user
--   hazard    add-not-null: column post.writer must not be NULL in rows that are there; 0 rows
--             add-foreign-key: post(writer) must be found in user for rows that are there; 0 rows
--             lossy-conversion: values of column post.writer are converted by an expression; 0 rows
--             rewrites-table: table post is copied row by row; 2 rows, about 10 rows written
CREATE TABLE "__new_post" (
  id INTEGER PRIMARY KEY,
  writer TEXT NOT NULL REFERENCES user (name)
);
INSERT INTO "__new_post" ("id", "writer")
SELECT "id", lower(writer)
FROM "post";
DROP TABLE "post";
ALTER TABLE "__new_post" RENAME TO "post";
CREATE INDEX post_author ON post (writer);

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("post lost rows" INT NOT NULL DEFAULT 0, "user lost rows" INT NOT NULL DEFAULT 0, "post has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("post lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'post') IS NOT (SELECT count(*) FROM "post");
INSERT INTO "_reconcile_assert" ("user lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'user') IS NOT (SELECT count(*) FROM "user");
INSERT INTO "_reconcile_assert" ("post has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('post')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'post'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
