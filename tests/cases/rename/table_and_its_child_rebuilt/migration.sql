-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("users is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "users is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "users is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "users is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('users') ORDER BY 1)) IS NOT 'email:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('users') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'users') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'users' ORDER BY 1)) IS NOT 'posts.user_id:CASCADE';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'users' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('posts') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, user_id:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('posts') ORDER BY 1)) IS NOT 'user_id>users:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'posts') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'posts' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'posts' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'posts_by_user';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'people', (SELECT count(*) FROM "users")),
  ('rows', 'posts', (SELECT count(*) FROM "posts")),
  ('orphans', 'posts', (SELECT count(*) FROM pragma_foreign_key_check('posts')));

-- 1/3  rename table users to people
--   for       table users is renamed to people
--   hazard    rename: statements that still say table users fail
ALTER TABLE "users" RENAME TO "people";

-- 2/3  rebuild table people
--   for       column email becomes NOT NULL
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot make column email NOT NULL on D1
--             not rebuild: posts references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--             not rebuild: posts references it ON DELETE SET NULL, so DROP TABLE would overwrite its values
--   after     step 1: table people gets its name first
--   hazard    add-not-null: column people.email must not be NULL in rows that are there; 0 rows
--             rewrites-table: table people is copied row by row; 3 rows, about 12 rows written
CREATE TRIGGER "__guard_posts_update" BEFORE UPDATE ON "posts" BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER "__guard_posts_delete" BEFORE DELETE ON "posts" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_people" (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO "__new_people" ("id", "email")
SELECT "id", "email"
FROM "people";
DROP TABLE "people";
ALTER TABLE "__new_people" RENAME TO "people";
DROP TRIGGER "__guard_posts_update";
DROP TRIGGER "__guard_posts_delete";

-- 3/3  rebuild table posts
--   for       foreign key (user_id) → people(id) ON DELETE SET NULL is defined otherwise
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--   after     step 1: table people gets its name first
--             step 2: posts references people
--   hazard    rewrites-table: table posts is copied row by row; 4 rows, about 14 rows written
CREATE TABLE "__new_posts" (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES people (id) ON DELETE SET NULL);
INSERT INTO "__new_posts" ("id", "user_id")
SELECT "id", "user_id"
FROM "posts";
DROP TABLE "posts";
ALTER TABLE "__new_posts" RENAME TO "posts";
CREATE INDEX posts_by_user ON posts (user_id);

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("people lost rows" INT NOT NULL DEFAULT 0, "posts lost rows" INT NOT NULL DEFAULT 0, "posts has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("people lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'people') IS NOT (SELECT count(*) FROM "people");
INSERT INTO "_reconcile_assert" ("posts lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'posts') IS NOT (SELECT count(*) FROM "posts");
INSERT INTO "_reconcile_assert" ("posts has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('posts')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'posts'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
