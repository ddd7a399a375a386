-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("person is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "person is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "person is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "person is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("person is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('person') ORDER BY 1)) IS NOT 'first:TEXT:0:0:0, id:INTEGER:key:1:0, last:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("person is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('person') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("person is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'person') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'person' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("person is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'person' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'person', (SELECT count(*) FROM "person"));

-- 1/1  rebuild table person
--   for       column full is new, filled with coalesce(first || ' ', '') || last
--             UNIQUE (full) is new
--             CHECK (full <> '') is new
--   by        rebuild
--             not alter: ALTER TABLE cannot add the NOT NULL column full without a default, even with a backfill
--             not alter: ALTER TABLE cannot add or drop a UNIQUE constraint
--   hazard    add-not-null: column person.full must not be NULL in rows that are there; 0 rows
--             add-unique: person(full) becomes unique over rows that are there; 0 rows
--             add-check: CHECK (full <> '') on person is new to rows that are there; 0 rows
--             rewrites-table: table person is copied row by row; 2 rows, about 10 rows written
CREATE TABLE "__new_person" (
  id INTEGER PRIMARY KEY,
  first TEXT,
  last TEXT,
  full TEXT NOT NULL CHECK (full <> '') UNIQUE
);
INSERT INTO "__new_person" ("id", "first", "last", "full")
SELECT "id", "first", "last", coalesce(first || ' ', '') || last
FROM "person";
DROP TABLE "person";
ALTER TABLE "__new_person" RENAME TO "person";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("person lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("person lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'person') IS NOT (SELECT count(*) FROM "person");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
