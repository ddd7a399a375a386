-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("posts is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "users is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "users is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "users is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "users is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('posts') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, mail:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('posts') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'posts') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'posts' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'posts' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('users') ORDER BY 1)) IS NOT 'email:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('users') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'users') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'users' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'users' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'posts', (SELECT count(*) FROM "posts")),
  ('rows', 'users', (SELECT count(*) FROM "users")),
  ('orphans', 'posts', (SELECT count(*) FROM pragma_foreign_key_check('posts')));

-- 1/2  rebuild table users
--   for       UNIQUE (email) is new
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot add or drop a UNIQUE constraint
--             not rebuild: posts references it, so DROP TABLE fails while it has rows
--   hazard    add-unique: users(email) becomes unique over rows that are there; 0 rows
--             rewrites-table: table users is copied row by row; 3 rows, about 12 rows written
CREATE TABLE "__new_users" (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
INSERT INTO "__new_users" ("id", "email")
SELECT "id", "email"
FROM "users";
DROP TABLE "users";
ALTER TABLE "__new_users" RENAME TO "users";

-- 2/2  rebuild table posts
--   for       foreign key (mail) → users(email) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--   after     step 1: posts refers to what becomes unique in users
--   hazard    add-foreign-key: posts(mail) must be found in users for rows that are there; 0 rows
--             rewrites-table: table posts is copied row by row; 2 rows, about 8 rows written
--             foreign-key-without-index: foreign key posts(mail) has no index: each row deleted from users reads all of posts
CREATE TABLE "__new_posts" (id INTEGER PRIMARY KEY, mail TEXT REFERENCES users (email));
INSERT INTO "__new_posts" ("id", "mail")
SELECT "id", "mail"
FROM "posts";
DROP TABLE "posts";
ALTER TABLE "__new_posts" RENAME TO "posts";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("posts lost rows" INT NOT NULL DEFAULT 0, "users lost rows" INT NOT NULL DEFAULT 0, "posts has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("posts lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'posts') IS NOT (SELECT count(*) FROM "posts");
INSERT INTO "_reconcile_assert" ("users lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'users') IS NOT (SELECT count(*) FROM "users");
INSERT INTO "_reconcile_assert" ("posts has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('posts')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'posts'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
