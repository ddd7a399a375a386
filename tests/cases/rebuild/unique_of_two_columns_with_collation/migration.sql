-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("tag is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "tag is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "tag is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "tag is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("tag is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('tag') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, name:TEXT:0:0:0, org:INT:0:0:0';
INSERT INTO "_reconcile_assert" ("tag is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('tag') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("tag is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'tag') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'tag' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("tag is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'tag' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'tag', (SELECT count(*) FROM "tag"));

-- 1/1  rebuild table tag
--   for       UNIQUE (org, name) goes
--             UNIQUE (org, name COLLATE NOCASE) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a UNIQUE constraint
--   hazard    add-unique: tag(org, name) becomes unique over rows that are there; 0 rows
--             rewrites-table: table tag is copied row by row; 5 rows, about 16 rows written
CREATE TABLE "__new_tag" (id INTEGER PRIMARY KEY, org INT, name TEXT, UNIQUE (org, name COLLATE NOCASE));
INSERT INTO "__new_tag" ("id", "org", "name")
SELECT "id", "org", "name"
FROM "tag";
DROP TABLE "tag";
ALTER TABLE "__new_tag" RENAME TO "tag";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("tag lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("tag lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'tag') IS NOT (SELECT count(*) FROM "tag");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
