-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("posts is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "posts is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('posts') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, title:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('posts') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'posts') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'posts' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("posts is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'posts' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'ai';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'posts', (SELECT count(*) FROM "posts"));

-- 1/4  drop trigger ai for now
--   for       it mentions f, which is rebuilt
DROP TRIGGER "ai";

-- 2/4  rebuild table posts
--   for       column title becomes NOT NULL
--   by        rebuild
--             not alter: ALTER TABLE cannot make column title NOT NULL on D1
--   after     step 1: trigger ai mentions it
--   hazard    add-not-null: column posts.title must not be NULL in rows that are there; 0 rows
--             rewrites-table: table posts is copied row by row; 2 rows, about 8 rows written
CREATE TABLE "__new_posts" (id INTEGER PRIMARY KEY, title TEXT NOT NULL
);
INSERT INTO "__new_posts" ("id", "title")
SELECT "id", coalesce("title", 'untitled')
FROM "posts";
DROP TABLE "posts";
ALTER TABLE "__new_posts" RENAME TO "posts";

-- 3/4  rebuild virtual table f
--   for       values of posts that it finds change
--   after     step 1: trigger ai mentions it
--             step 2: its contents are rows of posts
DROP TABLE "f";
CREATE VIRTUAL TABLE f USING fts5(title, content='posts', content_rowid='id');
INSERT INTO "f"("f") VALUES('rebuild');

-- 4/4  create trigger ai on posts
--   for       it made way for another step
--   after     step 1: the name ai is free then
--             step 2: trigger ai mentions posts
--             step 3: trigger ai mentions f
CREATE TRIGGER ai AFTER INSERT ON posts BEGIN INSERT INTO f (rowid, title) VALUES (new.id, new.title); END;

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("posts lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("posts lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'posts') IS NOT (SELECT count(*) FROM "posts");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
