-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("posts is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "users is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "users is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "users is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "users is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('posts') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, user_id:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('posts') ORDER BY 1)) IS NOT 'user_id>users:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'posts') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'posts' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'posts' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'posts_by_user';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('users') ORDER BY 1)) IS NOT 'email:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('users') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'users') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'users' ORDER BY 1)) IS NOT 'posts.user_id:CASCADE';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'users' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'articles', (SELECT count(*) FROM "posts")),
  ('rows', 'people', (SELECT count(*) FROM "users")),
  ('orphans', 'articles', (SELECT count(*) FROM pragma_foreign_key_check('posts')));

-- 1/3  rename table posts to articles
--   for       table posts is renamed to articles
--   hazard    rename: statements that still say table posts fail
ALTER TABLE "posts" RENAME TO "articles";

-- 2/3  rename table users to people
--   for       table users is renamed to people
--   after     step 1: renames run in this order
--   hazard    rename: statements that still say table users fail
ALTER TABLE "users" RENAME TO "people";

-- 3/3  rebuild tables people, articles
--   for       column email becomes NOT NULL
--   by        closure rebuild
--             not alter: --strategy closure rebuild was asked for
--             not rebuild: --strategy closure rebuild was asked for
--             not guarded rebuild: --strategy closure rebuild was asked for
--   after     step 1: table articles gets its name first
--             step 2: table people gets its name first
--   hazard    add-not-null: column people.email must not be NULL in rows that are there; 0 rows
--             rewrites-table: table people is copied row by row; 3 rows, about 17 rows written
--             rewrites-table: table articles is copied row by row; 4 rows, about 17 rows written
CREATE TABLE "__new_people" (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
CREATE TABLE "__new_articles" (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES "__new_people" (id) ON DELETE CASCADE);
INSERT INTO "__new_people" ("id", "email")
SELECT "id", "email"
FROM "people";
INSERT INTO "__new_articles" ("id", "user_id")
SELECT "id", "user_id"
FROM "articles";
DROP TABLE "articles";
ALTER TABLE "__new_articles" RENAME TO "articles";
DROP TABLE "people";
ALTER TABLE "__new_people" RENAME TO "people";
CREATE INDEX posts_by_user ON articles (user_id);

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("articles lost rows" INT NOT NULL DEFAULT 0, "people lost rows" INT NOT NULL DEFAULT 0, "articles has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("articles lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'articles') IS NOT (SELECT count(*) FROM "articles");
INSERT INTO "_reconcile_assert" ("people lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'people') IS NOT (SELECT count(*) FROM "people");
INSERT INTO "_reconcile_assert" ("articles has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('articles')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'articles'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
