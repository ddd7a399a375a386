-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("labels is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "labels is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "labels is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "labels is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "members is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "members is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "members is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "members is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "teams is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "teams is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "teams is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "teams is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("labels is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('labels') ORDER BY 1)) IS NOT 'key:TEXT:key:2:0, tenant:TEXT:key:1:0';
INSERT INTO "_reconcile_assert" ("labels is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('labels') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("labels is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'labels') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'labels' ORDER BY 1)) IS NOT 'members.label:CASCADE, members.tenant:CASCADE';
INSERT INTO "_reconcile_assert" ("labels is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'labels' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("members is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('members') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, label:TEXT:1:0:0, team:TEXT:1:0:0, tenant:TEXT:1:0:0';
INSERT INTO "_reconcile_assert" ("members is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('members') ORDER BY 1)) IS NOT 'label>labels:NO ACTION:CASCADE, team>teams:NO ACTION:CASCADE, tenant>labels:NO ACTION:CASCADE, tenant>teams:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("members is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'members') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'members' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("members is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'members' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("teams is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('teams') ORDER BY 1)) IS NOT 'key:TEXT:key:2:0, tenant:TEXT:key:1:0';
INSERT INTO "_reconcile_assert" ("teams is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('teams') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("teams is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'teams') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'teams' ORDER BY 1)) IS NOT 'members.team:CASCADE, members.tenant:CASCADE';
INSERT INTO "_reconcile_assert" ("teams is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'teams' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'labels', (SELECT count(*) FROM "labels")),
  ('rows', 'members', (SELECT count(*) FROM "members")),
  ('rows', 'teams', (SELECT count(*) FROM "teams")),
  ('orphans', 'members', (SELECT count(*) FROM pragma_foreign_key_check('members')));

-- 1/1  rebuild tables labels, teams, members
--   for       labels: the primary key becomes (key)
--             members: foreign key (tenant, team) → teams(tenant, key) ON DELETE CASCADE goes
--             members: foreign key (tenant, label) → labels(tenant, key) ON DELETE CASCADE goes
--             members: foreign key (team) → teams(key) ON DELETE CASCADE is new
--             members: foreign key (label) → labels(key) ON DELETE CASCADE is new
--             teams: the primary key becomes (key)
--   by        closure rebuild
--             not alter: ALTER TABLE cannot change the primary key
--             not rebuild: members references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--             not guarded rebuild: DROP TABLE would check the foreign key of members to teams, which does not fit there at that time
--   hazard    add-unique: labels(key) becomes unique over rows that are there; 0 rows
--             add-unique: teams(key) becomes unique over rows that are there; 0 rows
--             add-foreign-key: members(team) must be found in teams for rows that are there; 0 rows
--             add-foreign-key: members(label) must be found in labels for rows that are there; 0 rows
--             rewrites-table: table labels is copied row by row; 2 rows, about 16 rows written
--             rewrites-table: table teams is copied row by row; 2 rows, about 16 rows written
--             rewrites-table: table members is copied row by row; 2 rows, about 16 rows written
--             foreign-key-without-index: foreign key members(team) has no index: each row deleted from teams reads all of members
--             foreign-key-without-index: foreign key members(label) has no index: each row deleted from labels reads all of members
CREATE TABLE "__new_labels" (tenant TEXT NOT NULL, key TEXT PRIMARY KEY NOT NULL);
CREATE TABLE "__new_teams" (tenant TEXT NOT NULL, key TEXT PRIMARY KEY NOT NULL);
CREATE TABLE "__new_members" (
  id INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  team TEXT NOT NULL REFERENCES "__new_teams" ON DELETE CASCADE,
  label TEXT NOT NULL REFERENCES "__new_labels" ON DELETE CASCADE
);
INSERT INTO "__new_labels" (rowid, "tenant", "key")
SELECT rowid, "tenant", "key"
FROM "labels";
INSERT INTO "__new_teams" (rowid, "tenant", "key")
SELECT rowid, "tenant", "key"
FROM "teams";
INSERT INTO "__new_members" ("id", "tenant", "team", "label")
SELECT "id", "tenant", "team", "label"
FROM "members";
DROP TABLE "members";
ALTER TABLE "__new_members" RENAME TO "members";
DROP TABLE "teams";
ALTER TABLE "__new_teams" RENAME TO "teams";
DROP TABLE "labels";
ALTER TABLE "__new_labels" RENAME TO "labels";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("labels lost rows" INT NOT NULL DEFAULT 0, "members lost rows" INT NOT NULL DEFAULT 0, "teams lost rows" INT NOT NULL DEFAULT 0, "members has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("labels lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'labels') IS NOT (SELECT count(*) FROM "labels");
INSERT INTO "_reconcile_assert" ("members lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'members') IS NOT (SELECT count(*) FROM "members");
INSERT INTO "_reconcile_assert" ("teams lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'teams') IS NOT (SELECT count(*) FROM "teams");
INSERT INTO "_reconcile_assert" ("members has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('members')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'members'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
