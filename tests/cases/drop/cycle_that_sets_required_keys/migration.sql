-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("member is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "member is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "member is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "member is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "team is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "team is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "team is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "team is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('member') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, team:INT:1:0:0';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('member') ORDER BY 1)) IS NOT 'team>team:NO ACTION:SET DEFAULT';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'member') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'member' ORDER BY 1)) IS NOT 'team.lead:SET NULL';
INSERT INTO "_reconcile_assert" ("member is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'member' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'member_team';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('team') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, lead:INT:0:0:0';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('team') ORDER BY 1)) IS NOT 'lead>member:NO ACTION:SET NULL';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'team') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'team' ORDER BY 1)) IS NOT 'member.team:SET DEFAULT';
INSERT INTO "_reconcile_assert" ("team is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'team' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- foreign keys are checked at the end, when all tables are in place
PRAGMA defer_foreign_keys = on;

-- 1/2  drop table member
--   for       table member is no longer in the schema
--   hazard    drop-table: table member is dropped with all its rows; 2 rows
CREATE TRIGGER "__guard_team_self_update" BEFORE UPDATE ON "team" BEGIN SELECT RAISE(IGNORE); END;
DROP TABLE "member";

-- 2/2  drop table team
--   for       table team is no longer in the schema
--   hazard    drop-table: table team is dropped with all its rows; 2 rows
DROP TABLE "team";

-- foreign keys are checked at once again
PRAGMA defer_foreign_keys = off;
