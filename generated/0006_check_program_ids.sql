-- Migration 0006: check program ids
-- Written by reconcile 0.1.0 at 2026-02-05T00:00:00Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   projects: CHECK (length(program_id) BETWEEN 32 AND 44) is new
--
-- Hazards
--   add-check: CHECK (length(program_id) BETWEEN 32 AND 44) on projects is new to rows that are there; 0 rows
--   rewrites-table: table projects is copied row by row; 0 rows, about 6 rows written
--
-- Strategies
--   rebuild table projects: guarded rebuild; not alter: ALTER TABLE cannot add or drop a CHECK on D1; not rebuild: addresses references it ON DELETE SET NULL, so DROP TABLE would overwrite its values; not rebuild: api_keys references it ON DELETE CASCADE, so DROP TABLE would delete its rows; not rebuild: documents references it ON DELETE CASCADE, so DROP TABLE would delete its rows; not rebuild: social_links references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--
-- Proof
--   runs: 39 statements ran as one transaction on 38 rows of 6 tables
--   schema: it ends at the desired schema, 177aede7b646
--   settled: a second plan is empty
--   rows: 38 rows in 6 tables before and after, none lost
--   values: 187 values in 6 tables as before
--   rowids: 31 rowids and 1 sequence kept
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 39 statements
--   length: the longest statement has 796 bytes
--
-- Fingerprints
--   from  b322b370d73eb209e24ccd98a61b04779608851eb133572db2220fdf4f8ad625
--   to    177aede7b64692299040269460130e3b99def2453749399d613e10e58141de7a
--
-- Verification
--   SELECT count(*) FROM pragma_foreign_key_check('addresses'); -- no more than before
--   SELECT count(*) FROM pragma_foreign_key_check('api_keys'); -- no more than before
--   SELECT count(*) FROM pragma_foreign_key_check('documents'); -- no more than before
--   SELECT count(*) FROM pragma_foreign_key_check('projects'); -- no more than before
--   SELECT count(*) FROM pragma_foreign_key_check('social_links'); -- no more than before
--   SELECT count(*) FROM "addresses"; -- as many as before
--   SELECT count(*) FROM "api_keys"; -- as many as before
--   SELECT count(*) FROM "documents"; -- as many as before
--   SELECT count(*) FROM "projects"; -- as many as before
--   SELECT count(*) FROM "social_links"; -- as many as before
--
-- Seal sha256:595749872f02167a2155eb034d3aee9e5647738c1416734b09e8adc098012259

-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("projects is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "projects is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "projects is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "projects is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("projects is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('projects') ORDER BY 1)) IS NOT 'account_id:INTEGER:1:0:0, created_at:INTEGER:1:0:0, id:INTEGER:key:1:0, is_public:INTEGER:1:0:0, name:TEXT:1:0:0, program_id:TEXT:1:0:0, updated_at:INTEGER:0:0:0';
INSERT INTO "_reconcile_assert" ("projects is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('projects') ORDER BY 1)) IS NOT 'account_id>accounts:NO ACTION:CASCADE';
INSERT INTO "_reconcile_assert" ("projects is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'projects') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'projects' ORDER BY 1)) IS NOT 'addresses.project_id:SET NULL, api_keys.project_id:CASCADE, documents.project_id:CASCADE, social_links.project_id:CASCADE';
INSERT INTO "_reconcile_assert" ("projects is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'projects' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 'projects_touch';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'addresses', (SELECT count(*) FROM "addresses")),
  ('rows', 'api_keys', (SELECT count(*) FROM "api_keys")),
  ('rows', 'documents', (SELECT count(*) FROM "documents")),
  ('rows', 'projects', (SELECT count(*) FROM "projects")),
  ('rows', 'social_links', (SELECT count(*) FROM "social_links")),
  ('orphans', 'addresses', (SELECT count(*) FROM pragma_foreign_key_check('addresses'))),
  ('orphans', 'api_keys', (SELECT count(*) FROM pragma_foreign_key_check('api_keys'))),
  ('orphans', 'documents', (SELECT count(*) FROM pragma_foreign_key_check('documents'))),
  ('orphans', 'projects', (SELECT count(*) FROM pragma_foreign_key_check('projects'))),
  ('orphans', 'social_links', (SELECT count(*) FROM pragma_foreign_key_check('social_links')));

-- 1/5  drop trigger projects_touch for now
--   for       it mentions projects, which is rebuilt
DROP TRIGGER "projects_touch";

-- 2/5  drop view public_projects for now
--   for       it mentions projects, which is rebuilt
DROP VIEW "public_projects";

-- 3/5  rebuild table projects
--   for       CHECK (length(program_id) BETWEEN 32 AND 44) is new
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot add or drop a CHECK on D1
--             not rebuild: addresses references it ON DELETE SET NULL, so DROP TABLE would overwrite its values
--             not rebuild: api_keys references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--             not rebuild: documents references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--             not rebuild: social_links references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--   after     step 1: trigger projects_touch mentions it
--             step 2: view public_projects mentions it
--   hazard    add-check: CHECK (length(program_id) BETWEEN 32 AND 44) on projects is new to rows that are there; 0 rows
--             rewrites-table: table projects is copied row by row; 0 rows, about 6 rows written
CREATE TRIGGER "__guard_addresses_update" BEFORE UPDATE ON "addresses" BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER "__guard_api_keys_delete" BEFORE DELETE ON "api_keys" BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER "__guard_documents_delete" BEFORE DELETE ON "documents" BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER "__guard_social_links_delete" BEFORE DELETE ON "social_links" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_projects" (
  id          INTEGER PRIMARY KEY,
  account_id  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  program_id  TEXT NOT NULL CHECK (length(program_id) BETWEEN 32 AND 44),
  name        TEXT NOT NULL,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  is_public   INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1)),
  updated_at  INTEGER,
  UNIQUE (account_id, program_id)
);
INSERT INTO "__new_projects" ("id", "account_id", "program_id", "name", "created_at", "is_public", "updated_at")
SELECT "id", "account_id", "program_id", "name", "created_at", "is_public", "updated_at"
FROM "projects";
DROP TABLE "projects";
ALTER TABLE "__new_projects" RENAME TO "projects";
DROP TRIGGER "__guard_addresses_update";
DROP TRIGGER "__guard_api_keys_delete";
DROP TRIGGER "__guard_documents_delete";
DROP TRIGGER "__guard_social_links_delete";

-- 4/5  create view public_projects
--   for       it made way for another step
--   after     step 2: the name public_projects is free then
--             step 3: view public_projects mentions projects
CREATE VIEW public_projects AS
SELECT p.id, p.program_id, p.name, a.login AS owner, max(d.version) AS version
FROM projects p
JOIN accounts a ON a.id = p.account_id
LEFT JOIN documents d ON d.project_id = p.id
WHERE p.is_public = 1
GROUP BY p.id;

-- 5/5  create trigger projects_touch on projects
--   for       it made way for another step
--   after     step 1: the name projects_touch is free then
--             step 3: trigger projects_touch mentions projects
CREATE TRIGGER projects_touch AFTER UPDATE OF name, is_public ON projects BEGIN UPDATE projects SET updated_at = unixepoch() WHERE id = NEW.id; END;

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("addresses lost rows" INT NOT NULL DEFAULT 0, "api_keys lost rows" INT NOT NULL DEFAULT 0, "documents lost rows" INT NOT NULL DEFAULT 0, "projects lost rows" INT NOT NULL DEFAULT 0, "social_links lost rows" INT NOT NULL DEFAULT 0, "addresses has rows without a parent" INT NOT NULL DEFAULT 0, "api_keys has rows without a parent" INT NOT NULL DEFAULT 0, "documents has rows without a parent" INT NOT NULL DEFAULT 0, "projects has rows without a parent" INT NOT NULL DEFAULT 0, "social_links has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("addresses lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'addresses') IS NOT (SELECT count(*) FROM "addresses");
INSERT INTO "_reconcile_assert" ("api_keys lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'api_keys') IS NOT (SELECT count(*) FROM "api_keys");
INSERT INTO "_reconcile_assert" ("documents lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'documents') IS NOT (SELECT count(*) FROM "documents");
INSERT INTO "_reconcile_assert" ("projects lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'projects') IS NOT (SELECT count(*) FROM "projects");
INSERT INTO "_reconcile_assert" ("social_links lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'social_links') IS NOT (SELECT count(*) FROM "social_links");
INSERT INTO "_reconcile_assert" ("addresses has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('addresses')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'addresses'), 0);
INSERT INTO "_reconcile_assert" ("api_keys has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('api_keys')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'api_keys'), 0);
INSERT INTO "_reconcile_assert" ("documents has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('documents')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'documents'), 0);
INSERT INTO "_reconcile_assert" ("projects has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('projects')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'projects'), 0);
INSERT INTO "_reconcile_assert" ("social_links has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('social_links')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'social_links'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
