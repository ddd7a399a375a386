-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("comments is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "comments is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "comments is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "comments is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "users is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "users is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "users is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "users is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("comments is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('comments') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, slug:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("comments is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('comments') ORDER BY 1)) IS NOT 'slug>posts:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("comments is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'comments') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'comments' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("comments is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'comments' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('posts') ORDER BY 1)) IS NOT 'slug:TEXT:key:1:0, user_id:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('posts') ORDER BY 1)) IS NOT 'user_id>users:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'posts') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'posts' ORDER BY 1)) IS NOT 'comments.slug:NO ACTION';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'posts' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('users') ORDER BY 1)) IS NOT 'email:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('users') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'users') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'users' ORDER BY 1)) IS NOT 'posts.user_id:CASCADE';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'users' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'comments', (SELECT count(*) FROM "comments")),
  ('rows', 'posts', (SELECT count(*) FROM "posts")),
  ('rows', 'users', (SELECT count(*) FROM "users")),
  ('orphans', 'comments', (SELECT count(*) FROM pragma_foreign_key_check('comments'))),
  ('orphans', 'posts', (SELECT count(*) FROM pragma_foreign_key_check('posts')));

-- 1/1  rebuild tables users, posts, comments
--   for       column email becomes NOT NULL
--   by        closure rebuild
--             not alter: --strategy closure rebuild was asked for
--             not rebuild: --strategy closure rebuild was asked for
--             not guarded rebuild: --strategy closure rebuild was asked for
--   hazard    add-not-null: column users.email must not be NULL in rows that are there; 0 rows
--             rewrites-table: table users is copied row by row; 1 row, about 11 rows written
--             rewrites-table: table posts is copied row by row; 2 rows, about 11 rows written
--             rewrites-table: table comments is copied row by row; 0 rows, about 11 rows written
CREATE TABLE "__new_users" (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL);
CREATE TABLE "__new_posts" (slug TEXT PRIMARY KEY, user_id INTEGER REFERENCES "__new_users" (id) ON DELETE CASCADE);
CREATE TABLE "__new_comments" (id INTEGER PRIMARY KEY AUTOINCREMENT, slug TEXT REFERENCES "__new_posts" (slug));
INSERT INTO "__new_users" ("id", "email")
SELECT "id", "email"
FROM "users";
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'users' COLLATE NOCASE) WHERE name = '__new_users' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'users' COLLATE NOCASE);
INSERT INTO sqlite_sequence (name, seq) SELECT '__new_users', seq FROM sqlite_sequence WHERE name = 'users' COLLATE NOCASE AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '__new_users');
INSERT INTO "__new_posts" (rowid, "slug", "user_id")
SELECT rowid, "slug", "user_id"
FROM "posts";
INSERT INTO "__new_comments" ("id", "slug")
SELECT "id", "slug"
FROM "comments";
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'comments' COLLATE NOCASE) WHERE name = '__new_comments' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'comments' COLLATE NOCASE);
INSERT INTO sqlite_sequence (name, seq) SELECT '__new_comments', seq FROM sqlite_sequence WHERE name = 'comments' COLLATE NOCASE AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '__new_comments');
DROP TABLE "comments";
ALTER TABLE "__new_comments" RENAME TO "comments";
DROP TABLE "posts";
ALTER TABLE "__new_posts" RENAME TO "posts";
DROP TABLE "users";
ALTER TABLE "__new_users" RENAME TO "users";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("comments lost rows" INT NOT NULL DEFAULT 0, "posts lost rows" INT NOT NULL DEFAULT 0, "users lost rows" INT NOT NULL DEFAULT 0, "comments has rows without a parent" INT NOT NULL DEFAULT 0, "posts has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("comments lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'comments') IS NOT (SELECT count(*) FROM "comments");
INSERT INTO "_reconcile_assert" ("posts lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'posts') IS NOT (SELECT count(*) FROM "posts");
INSERT INTO "_reconcile_assert" ("users lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'users') IS NOT (SELECT count(*) FROM "users");
INSERT INTO "_reconcile_assert" ("comments has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('comments')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'comments'), 0);
INSERT INTO "_reconcile_assert" ("posts has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('posts')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'posts'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
