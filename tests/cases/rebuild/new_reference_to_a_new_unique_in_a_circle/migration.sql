-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("docs is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "docs is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "docs is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "docs is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "tags is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "tags is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "tags is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "tags is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("docs is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('docs') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, slug:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("docs is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('docs') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("docs is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'docs') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'docs' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("docs is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'docs' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("tags is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('tags') ORDER BY 1)) IS NOT 'slug:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("tags is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('tags') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("tags is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'tags') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'tags' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("tags is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'tags' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'docs', (SELECT count(*) FROM "docs")),
  ('rows', 'tags', (SELECT count(*) FROM "tags")),
  ('orphans', 'docs', (SELECT count(*) FROM pragma_foreign_key_check('docs'))),
  ('orphans', 'tags', (SELECT count(*) FROM pragma_foreign_key_check('tags')));

-- 1/2  rebuild table tags
--   for       column doc is new
--             UNIQUE (slug) is new
--             foreign key (doc) → docs(id) is new
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot add or drop a UNIQUE constraint
--             not rebuild: docs references it, so DROP TABLE fails while it has rows
--   hazard    add-unique: tags(slug) becomes unique over rows that are there; 0 rows
--             add-foreign-key: tags(doc) must be found in docs for rows that are there; 0 rows
--             rewrites-table: table tags is copied row by row; 0 rows, about 6 rows written
--             foreign-key-without-index: foreign key tags(doc) has no index: each row deleted from docs reads all of tags
CREATE TABLE "__new_tags" (
  slug TEXT,
  doc INTEGER,
  UNIQUE (slug),
  FOREIGN KEY (doc) REFERENCES docs (id)
);
INSERT INTO "__new_tags" (rowid, "slug")
SELECT rowid, "slug"
FROM "tags";
DROP TABLE "tags";
ALTER TABLE "__new_tags" RENAME TO "tags";

-- 2/2  rebuild table docs
--   for       foreign key (slug) → tags(slug) is new
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--             not rebuild: tags references it, so DROP TABLE fails while it has rows
--   after     step 1: docs refers to what becomes unique in tags
--   hazard    add-foreign-key: docs(slug) must be found in tags for rows that are there; 0 rows
--             rewrites-table: table docs is copied row by row; 0 rows, about 6 rows written
--             foreign-key-without-index: foreign key docs(slug) has no index: each row deleted from tags reads all of docs
CREATE TABLE "__new_docs" (
  id INTEGER PRIMARY KEY,
  slug TEXT REFERENCES tags (slug)
);
INSERT INTO "__new_docs" ("id", "slug")
SELECT "id", "slug"
FROM "docs";
DROP TABLE "docs";
ALTER TABLE "__new_docs" RENAME TO "docs";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("docs lost rows" INT NOT NULL DEFAULT 0, "tags lost rows" INT NOT NULL DEFAULT 0, "docs has rows without a parent" INT NOT NULL DEFAULT 0, "tags has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("docs lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'docs') IS NOT (SELECT count(*) FROM "docs");
INSERT INTO "_reconcile_assert" ("tags lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'tags') IS NOT (SELECT count(*) FROM "tags");
INSERT INTO "_reconcile_assert" ("docs has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('docs')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'docs'), 0);
INSERT INTO "_reconcile_assert" ("tags has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('tags')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'tags'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
