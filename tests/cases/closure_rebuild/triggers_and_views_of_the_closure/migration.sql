-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("posts is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "users is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "users is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "users is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "users is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('posts') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, user_id:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('posts') ORDER BY 1)) IS NOT 'user_id>users:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'posts') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'posts' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'posts' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'posts_by_user, posts_gone, posts_new';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('users') ORDER BY 1)) IS NOT 'email:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('users') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'users') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'users' ORDER BY 1)) IS NOT 'posts.user_id:CASCADE';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'users' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'posts', (SELECT count(*) FROM "posts")),
  ('rows', 'users', (SELECT count(*) FROM "users")),
  ('orphans', 'posts', (SELECT count(*) FROM pragma_foreign_key_check('posts')));

-- 1/7  drop trigger posts_gone for now
--   for       it mentions users, which is rebuilt
DROP TRIGGER "posts_gone";

-- 2/7  drop trigger posts_new for now
--   for       it mentions users, which is rebuilt
DROP TRIGGER "posts_new";

-- 3/7  drop view feed for now
--   for       it mentions users, which is rebuilt
DROP VIEW "feed";

-- 4/7  rebuild tables users, posts
--   for       column email becomes NOT NULL
--   by        closure rebuild
--             not alter: --strategy closure rebuild was asked for
--             not rebuild: --strategy closure rebuild was asked for
--             not guarded rebuild: --strategy closure rebuild was asked for
--   after     step 1: trigger posts_gone mentions it
--             step 2: trigger posts_new mentions it
--             step 3: view feed mentions it
--   hazard    add-not-null: column users.email must not be NULL in rows that are there; 0 rows
--             rewrites-table: table users is copied row by row; 3 rows, about 17 rows written
--             rewrites-table: table posts is copied row by row; 4 rows, about 17 rows written
CREATE TABLE "__new_users" (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);
CREATE TABLE "__new_posts" (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES "__new_users" (id) ON DELETE CASCADE);
INSERT INTO "__new_users" ("id", "email")
SELECT "id", "email"
FROM "users";
INSERT INTO "__new_posts" ("id", "user_id")
SELECT "id", "user_id"
FROM "posts";
DROP TABLE "posts";
ALTER TABLE "__new_posts" RENAME TO "posts";
DROP TABLE "users";
ALTER TABLE "__new_users" RENAME TO "users";
CREATE INDEX posts_by_user ON posts (user_id);

-- 5/7  create view feed
--   for       it made way for another step
--   after     step 3: the name feed is free then
--             step 4: view feed mentions posts
CREATE VIEW feed AS SELECT p.id, u.email FROM posts p JOIN users u ON u.id = p.user_id;

-- 6/7  create trigger posts_gone on posts
--   for       it made way for another step
--   after     step 1: the name posts_gone is free then
--             step 4: trigger posts_gone mentions posts
CREATE TRIGGER posts_gone AFTER DELETE ON posts BEGIN INSERT INTO log VALUES ('post ' || OLD.id); END;

-- 7/7  create trigger posts_new on posts
--   for       it made way for another step
--   after     step 2: the name posts_new is free then
--             step 4: trigger posts_new mentions posts
CREATE TRIGGER posts_new AFTER INSERT ON posts BEGIN INSERT INTO log SELECT email FROM users WHERE id = NEW.user_id; END;

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("posts lost rows" INT NOT NULL DEFAULT 0, "users lost rows" INT NOT NULL DEFAULT 0, "posts has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("posts lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'posts') IS NOT (SELECT count(*) FROM "posts");
INSERT INTO "_reconcile_assert" ("users lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'users') IS NOT (SELECT count(*) FROM "users");
INSERT INTO "_reconcile_assert" ("posts has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('posts')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'posts'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
