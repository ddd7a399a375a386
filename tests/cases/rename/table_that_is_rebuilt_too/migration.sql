-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("users is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "users is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "users is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "users is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('users') ORDER BY 1)) IS NOT 'email:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('users') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'users') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'users' ORDER BY 1)) IS NOT 'posts.user_id:CASCADE';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'users' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'users_email';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'people', (SELECT count(*) FROM "users")),
  ('rows', 'posts', (SELECT count(*) FROM "posts")),
  ('orphans', 'posts', (SELECT count(*) FROM pragma_foreign_key_check('posts')));

-- 1/4  drop view mails for now
--   for       view mails is defined otherwise
DROP VIEW "mails";

-- 2/4  rename table users to people
--   for       table users is renamed to people
--   after     step 1: view mails mentions it
--   hazard    rename: statements that still say table users fail
ALTER TABLE "users" RENAME TO "people";

-- 3/4  rebuild table people
--   for       column email becomes NOT NULL
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot make column email NOT NULL on D1
--             not rebuild: posts references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--   after     step 1: view mails mentions it
--             step 2: table people gets its name first
--   hazard    add-not-null: column people.email must not be NULL in rows that are there; 0 rows
--             rewrites-table: table people is copied row by row; 1 row, about 9 rows written
CREATE TRIGGER "__guard_posts_delete" BEFORE DELETE ON "posts" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_people" (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO "__new_people" ("id", "email")
SELECT "id", "email"
FROM "people";
DROP TABLE "people";
ALTER TABLE "__new_people" RENAME TO "people";
CREATE INDEX users_email ON people (email);
DROP TRIGGER "__guard_posts_delete";

-- 4/4  create view mails
--   for       view mails is defined otherwise
--   after     step 1: the name mails is free then
--             step 2: view mails mentions people
--             step 3: view mails mentions people
CREATE VIEW mails AS SELECT email FROM people;

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("people lost rows" INT NOT NULL DEFAULT 0, "posts lost rows" INT NOT NULL DEFAULT 0, "posts has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("people lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'people') IS NOT (SELECT count(*) FROM "people");
INSERT INTO "_reconcile_assert" ("posts lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'posts') IS NOT (SELECT count(*) FROM "posts");
INSERT INTO "_reconcile_assert" ("posts has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('posts')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'posts'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
