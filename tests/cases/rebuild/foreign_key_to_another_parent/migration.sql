-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("book is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "book is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "book is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "book is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("book is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('book') ORDER BY 1)) IS NOT 'by:INT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("book is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('book') ORDER BY 1)) IS NOT 'by>author:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("book is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'book') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'book' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("book is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'book' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'book', (SELECT count(*) FROM "book")),
  ('orphans', 'book', (SELECT count(*) FROM pragma_foreign_key_check('book')));

-- 1/1  rebuild table book
--   for       foreign key (by) → person(id) ON DELETE CASCADE is defined otherwise
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--   hazard    add-foreign-key: book(by) must be found in person for rows that are there; 0 rows
--             rewrites-table: table book is copied row by row; 3 rows, about 9 rows written
--             foreign-key-without-index: foreign key book(by) has no index: each row deleted from person reads all of book
CREATE TABLE "__new_book" (id INTEGER PRIMARY KEY, by INT REFERENCES person (id) ON DELETE CASCADE);
INSERT INTO "__new_book" ("id", "by")
SELECT "id", "by"
FROM "book";
DROP TABLE "book";
ALTER TABLE "__new_book" RENAME TO "book";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("book lost rows" INT NOT NULL DEFAULT 0, "book has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("book lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'book') IS NOT (SELECT count(*) FROM "book");
INSERT INTO "_reconcile_assert" ("book has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('book')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'book'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
