-- Migration 0007: rename login to handle
-- Written by reconcile 0.1.0 at 2026-02-12T00:00:00Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   column accounts.login is renamed to handle
--   accounts: column name is new, filled with handle
--   view public_projects is defined otherwise
--
-- Hazards
--   breaks-old-code: code that runs now fails until the new one is out: accounts.login gets another name, accounts.name is required
--   rename: statements that still say column accounts.login fail
--   add-not-null: column accounts.name must not be NULL in rows that are there; 0 rows
--   rewrites-table: table accounts is copied row by row; 0 rows, about 6 rows written
--
-- Strategies
--   rebuild table accounts: guarded rebuild; not alter: ALTER TABLE cannot add the NOT NULL column name without a default, even with a backfill; not rebuild: projects references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--
-- Proof
--   runs: 35 statements ran as one transaction on 38 rows of 6 tables
--   schema: it ends at the desired schema, 96d9fe2c136b
--   settled: a second plan is empty
--   rows: 38 rows in 6 tables before and after, none lost
--   values: 187 values in 6 tables as before
--   rowids: 31 rowids and 1 sequence kept
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 35 statements
--   length: the longest statement has 855 bytes
--
-- Fingerprints
--   from  177aede7b64692299040269460130e3b99def2453749399d613e10e58141de7a
--   to    96d9fe2c136ba48b75427b62dd77b220d68b4b8f6247c0d17d82b93497b36ad0
--
-- Verification
--   SELECT count(*) FROM pragma_foreign_key_check('addresses'); -- no more than before
--   SELECT count(*) FROM pragma_foreign_key_check('api_keys'); -- no more than before
--   SELECT count(*) FROM pragma_foreign_key_check('documents'); -- no more than before
--   SELECT count(*) FROM pragma_foreign_key_check('projects'); -- no more than before
--   SELECT count(*) FROM pragma_foreign_key_check('social_links'); -- no more than before
--   SELECT count(*) FROM "accounts"; -- as many as before
--   SELECT count(*) FROM "addresses"; -- as many as before
--   SELECT count(*) FROM "api_keys"; -- as many as before
--   SELECT count(*) FROM "documents"; -- as many as before
--   SELECT count(*) FROM "projects"; -- as many as before
--   SELECT count(*) FROM "social_links"; -- as many as before
--
-- Seal sha256:684696793b3598457400b3ffb6609194e4fb9a9e53fecf71ff64d7ab2ef3be66

-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("accounts is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "accounts is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "accounts is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "accounts is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("accounts is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('accounts') ORDER BY 1)) IS NOT 'avatar:TEXT:0:0:0, created_at:INTEGER:1:0:0, id:INTEGER:key:1:0, login:TEXT:1:0:0, provider:TEXT:1:0:0, subject:TEXT:1:0:0';
INSERT INTO "_reconcile_assert" ("accounts is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('accounts') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("accounts is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'accounts') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'accounts' ORDER BY 1)) IS NOT 'projects.account_id:CASCADE';
INSERT INTO "_reconcile_assert" ("accounts is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'accounts' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'accounts', (SELECT count(*) FROM "accounts")),
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

-- 1/4  drop view public_projects for now
--   for       view public_projects is defined otherwise
DROP VIEW "public_projects";

-- 2/4  rename column accounts.login to handle
--   for       column accounts.login is renamed to handle
--   after     step 1: view public_projects mentions it
--   hazard    rename: statements that still say column accounts.login fail
ALTER TABLE "accounts" RENAME COLUMN "login" TO "handle";

-- 3/4  rebuild table accounts
--   for       column name is new, filled with handle
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot add the NOT NULL column name without a default, even with a backfill
--             not rebuild: projects references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--   after     step 1: view public_projects mentions it
--             step 2: column accounts.handle gets its name first
--   hazard    add-not-null: column accounts.name must not be NULL in rows that are there; 0 rows
--             rewrites-table: table accounts is copied row by row; 0 rows, about 6 rows written
CREATE TRIGGER "__guard_projects_delete" BEFORE DELETE ON "projects" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_accounts" (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  provider    TEXT NOT NULL,
  subject     TEXT NOT NULL,            -- the provider's stable id of the person
  handle      TEXT NOT NULL,
  name        TEXT NOT NULL,
  avatar      TEXT,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (provider, subject)
);
INSERT INTO "__new_accounts" ("id", "provider", "subject", "handle", "name", "avatar", "created_at")
SELECT "id", "provider", "subject", "handle", handle, "avatar", "created_at"
FROM "accounts";
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'accounts' COLLATE NOCASE) WHERE name = '__new_accounts' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'accounts' COLLATE NOCASE);
INSERT INTO sqlite_sequence (name, seq) SELECT '__new_accounts', seq FROM sqlite_sequence WHERE name = 'accounts' COLLATE NOCASE AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '__new_accounts');
DROP TABLE "accounts";
ALTER TABLE "__new_accounts" RENAME TO "accounts";
DROP TRIGGER "__guard_projects_delete";

-- 4/4  create view public_projects
--   for       view public_projects is defined otherwise
--   after     step 1: the name public_projects is free then
--             step 2: view public_projects mentions accounts
--             step 3: view public_projects mentions accounts
CREATE VIEW public_projects AS
SELECT p.id, p.program_id, p.name, a.handle AS owner, max(d.version) AS version
FROM projects p
JOIN accounts a ON a.id = p.account_id
LEFT JOIN documents d ON d.project_id = p.id
WHERE p.is_public = 1
GROUP BY p.id;

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("accounts lost rows" INT NOT NULL DEFAULT 0, "addresses lost rows" INT NOT NULL DEFAULT 0, "api_keys lost rows" INT NOT NULL DEFAULT 0, "documents lost rows" INT NOT NULL DEFAULT 0, "projects lost rows" INT NOT NULL DEFAULT 0, "social_links lost rows" INT NOT NULL DEFAULT 0, "addresses has rows without a parent" INT NOT NULL DEFAULT 0, "api_keys has rows without a parent" INT NOT NULL DEFAULT 0, "documents has rows without a parent" INT NOT NULL DEFAULT 0, "projects has rows without a parent" INT NOT NULL DEFAULT 0, "social_links has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("accounts lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'accounts') IS NOT (SELECT count(*) FROM "accounts");
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
