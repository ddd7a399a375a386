-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("member is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "member is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "member is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "member is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "team is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "team is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "team is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "team is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('member') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, team:INT:0:0:0';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('member') ORDER BY 1)) IS NOT 'team>team:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'member') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'member' ORDER BY 1)) IS NOT 'team.lead:NO ACTION';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'member' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('team') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, lead:INT:0:0:0';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('team') ORDER BY 1)) IS NOT 'lead>member:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'team') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'team' ORDER BY 1)) IS NOT 'member.team:NO ACTION';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'team' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'team', (SELECT count(*) FROM "team"));

-- 1/2  rebuild table team
--   for       foreign key (lead) → member(id) goes
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--             not rebuild: member references it, so DROP TABLE fails while it has rows
--   hazard    rewrites-table: table team is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_team" (id INTEGER PRIMARY KEY, lead INT);
INSERT INTO "__new_team" ("id", "lead")
SELECT "id", "lead"
FROM "team";
DROP TABLE "team";
ALTER TABLE "__new_team" RENAME TO "team";

-- 2/2  drop table member
--   for       table member is no longer in the schema
--   after     step 1: team no longer references it
--   hazard    drop-table: table member is dropped with all its rows; 2 rows
DROP TABLE "member";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("team lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("team lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'team') IS NOT (SELECT count(*) FROM "team");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
