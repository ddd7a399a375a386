-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("member is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "member is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "member is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "member is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "team is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "team is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "team is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "team is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('member') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, team_id:INTEGER:1:0:0';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('member') ORDER BY 1)) IS NOT 'team_id>team:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'member') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'member' ORDER BY 1)) IS NOT 'team.lead_id:SET NULL';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'member' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'member_by_team';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('team') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, lead_id:INTEGER:0:0:0, name:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('team') ORDER BY 1)) IS NOT 'lead_id>member:NO ACTION:SET NULL';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'team') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'team' ORDER BY 1)) IS NOT 'member.team_id:CASCADE';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'team' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'team_by_lead';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'member', (SELECT count(*) FROM "member")),
  ('rows', 'team', (SELECT count(*) FROM "team")),
  ('orphans', 'member', (SELECT count(*) FROM pragma_foreign_key_check('member'))),
  ('orphans', 'team', (SELECT count(*) FROM pragma_foreign_key_check('team')));

-- 1/1  rebuild tables team, member
--   for       column name becomes NOT NULL
--   by        closure rebuild
--             not alter: --strategy closure rebuild was asked for
--             not rebuild: --strategy closure rebuild was asked for
--             not guarded rebuild: --strategy closure rebuild was asked for
--   hazard    add-not-null: column team.name must not be NULL in rows that are there; 0 rows
--             rewrites-table: table team is copied row by row; 2 rows, about 16 rows written
--             rewrites-table: table member is copied row by row; 3 rows, about 16 rows written
CREATE TABLE "__new_team" (id INTEGER PRIMARY KEY, lead_id INTEGER REFERENCES "__new_member" (id) ON DELETE SET NULL, name TEXT NOT NULL);
CREATE TABLE "__new_member" (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES "__new_team" (id) ON DELETE CASCADE);
INSERT INTO "__new_team" ("id", "lead_id", "name")
SELECT "id", "lead_id", "name"
FROM "team";
INSERT INTO "__new_member" ("id", "team_id")
SELECT "id", "team_id"
FROM "member";
CREATE TRIGGER "__guard_team_self_update" BEFORE UPDATE ON "team" BEGIN SELECT RAISE(IGNORE); END;
DROP TABLE "member";
ALTER TABLE "__new_member" RENAME TO "member";
DROP TABLE "team";
ALTER TABLE "__new_team" RENAME TO "team";
CREATE INDEX team_by_lead ON team (lead_id);
CREATE INDEX member_by_team ON member (team_id);

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("member lost rows" INT NOT NULL DEFAULT 0, "team lost rows" INT NOT NULL DEFAULT 0, "member has rows without a parent" INT NOT NULL DEFAULT 0, "team has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("member lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'member') IS NOT (SELECT count(*) FROM "member");
INSERT INTO "_reconcile_assert" ("team lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'team') IS NOT (SELECT count(*) FROM "team");
INSERT INTO "_reconcile_assert" ("member has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('member')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'member'), 0);
INSERT INTO "_reconcile_assert" ("team has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('team')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'team'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
