-- Migration 0003: public projects links and addresses
-- Written by reconcile 0.1.0 at 2026-01-15T00:00:00Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   table addresses is new
--   projects: column is_public is new; column updated_at is new; CHECK (is_public IN (0, 1)) is new
--   table social_links is new
--   trigger projects_touch is new
--
-- Hazards
--   add-check: CHECK (is_public IN (0, 1)) on projects is new to rows that are there; 0 rows
--   foreign-key-without-index: foreign key addresses(project_id) has no index: each row deleted from projects reads all of addresses
--
-- Proof
--   runs: 9 statements ran as one transaction on 11 rows of 2 tables
--   schema: it ends at the desired schema, be18eed27967
--   settled: a second plan is empty
--   rows: 11 rows in 2 tables before and after, none lost
--   values: 60 values in 2 tables as before
--   rowids: 11 rowids and 1 sequence kept
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 9 statements
--   length: the longest statement has 464 bytes
--
-- Fingerprints
--   from  46703ee7cb2d25e372b05570de427e9a33fd769d99cdd7cdf9afd6231f892be4
--   to    be18eed27967673f9b98d6debf08524cd073be4d30f17b2f0ec4c4c4e7a387fc
--
-- Seal sha256:7ed7ac6031ea635ed616c27512fd7a117e6e5f7cdc4aad8c7dd94f10dbbf4efc

-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("projects is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "projects is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("projects is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('projects') ORDER BY 1)) IS NOT 'account_id:INTEGER:1:0:0, created_at:INTEGER:1:0:0, id:INTEGER:key:1:0, name:TEXT:1:0:0, program_id:TEXT:1:0:0';
INSERT INTO "_reconcile_assert" ("projects is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('projects') ORDER BY 1)) IS NOT 'account_id>accounts:NO ACTION:CASCADE';
DROP TABLE "_reconcile_assert";

-- 1/5  add column projects.is_public
--   for       column is_public is new
--   by        alter
ALTER TABLE "projects" ADD COLUMN is_public   INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1));

-- 2/5  add column projects.updated_at
--   for       column updated_at is new
--   by        alter
ALTER TABLE "projects" ADD COLUMN updated_at  INTEGER;

-- 3/5  create table addresses
--   for       table addresses is new
--   after     step 1: addresses references projects
--             step 2: addresses references projects
--   hazard    foreign-key-without-index: foreign key addresses(project_id) has no index: each row deleted from projects reads all of addresses
CREATE TABLE addresses (
  address     TEXT PRIMARY KEY,
  project_id  INTEGER REFERENCES projects (id) ON DELETE SET NULL,
  label       TEXT NOT NULL
) WITHOUT ROWID;

-- 4/5  create table social_links
--   for       table social_links is new
--   after     step 1: social_links references projects
--             step 2: social_links references projects
CREATE TABLE social_links (
  project_id  INTEGER PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
  website     TEXT,
  x           TEXT,
  discord     TEXT
);

-- 5/5  create trigger projects_touch on projects
--   for       trigger projects_touch is new
--   after     step 1: trigger projects_touch mentions projects
--             step 2: trigger projects_touch mentions projects
CREATE TRIGGER projects_touch AFTER UPDATE OF name, is_public ON projects BEGIN UPDATE projects SET updated_at = unixepoch() WHERE id = NEW.id; END;
