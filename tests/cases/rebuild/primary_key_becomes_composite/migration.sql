-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("member is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "member is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "member is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "member is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('member') ORDER BY 1)) IS NOT 'org:INT:1:0:0, person:INT:key:1:0, role:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('member') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'member') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'member' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'member' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'member', (SELECT count(*) FROM "member"));

-- 1/1  rebuild table member
--   for       the primary key becomes (org, person)
--   by        rebuild
--             not alter: ALTER TABLE cannot change the primary key
--   hazard    add-unique: member(org, person) becomes unique over rows that are there; 0 rows
--             rewrites-table: table member is copied row by row; 3 rows, about 12 rows written
CREATE TABLE "__new_member" (
  org INT NOT NULL,
  person INT NOT NULL,
  role TEXT,
  PRIMARY KEY (org, person)
);
INSERT INTO "__new_member" (rowid, "org", "person", "role")
SELECT rowid, "org", "person", "role"
FROM "member";
DROP TABLE "member";
ALTER TABLE "__new_member" RENAME TO "member";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("member lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("member lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'member') IS NOT (SELECT count(*) FROM "member");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
