-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("users is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "users is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "users is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "users is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('users') ORDER BY 1)) IS NOT 'email:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('users') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'users') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'users' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'users' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'users', (SELECT count(*) FROM "users"));

-- 1/2  rebuild table users
--   for       column email becomes NOT NULL
--   by        rebuild
--             not alter: ALTER TABLE cannot make column email NOT NULL on D1
--   hazard    add-not-null: column users.email must not be NULL in rows that are there; 0 rows
--             rewrites-table: table users is copied row by row; 3 rows, about 9 rows written
CREATE TABLE "__new_users" (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);
INSERT INTO "__new_users" ("id", "email")
SELECT "id", "email"
FROM "users";
DROP TABLE "users";
ALTER TABLE "__new_users" RENAME TO "users";

-- 2/2  create table posts
--   for       table posts is new
--   after     step 1: posts references users
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
CREATE INDEX posts_by_user ON posts (user_id);

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("users lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("users lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'users') IS NOT (SELECT count(*) FROM "users");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
