-- Migration 0003: public projects links and addresses
--   projects: column is_public is added; column updated_at is added; CHECK (is_public IN (0, 1)) is added
--   new: tables addresses, social_links; trigger projects_touch
-- Undo: exact · no row rewritten · fits one D1 call
--   foreign-key-without-index: foreign key addresses(project_id) has no index: each row deleted from projects reads all
--     of addresses
--   checked, 0 rows: add-check of projects
-- Proof: 5 statements ran on 11 made rows of 2 tables; 9 checks hold
-- reconcile 0.1.0 at 2026-01-15T00:00:00Z, schema 46703ee7cb2d25e3 -> be18eed27967673f
-- Seal sha256:8dc13b021efdfd04c0d2173983be8e76

-- 1/5  add column projects.is_public
ALTER TABLE projects ADD COLUMN is_public   INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1));

-- 2/5  add column projects.updated_at
ALTER TABLE projects ADD COLUMN updated_at  INTEGER;

-- 3-5/5  create table addresses, table social_links, trigger projects_touch on projects
CREATE TABLE addresses (
  address     TEXT PRIMARY KEY,
  project_id  INTEGER REFERENCES projects (id) ON DELETE SET NULL,
  label       TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE social_links (
  project_id  INTEGER PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
  website     TEXT,
  x           TEXT,
  discord     TEXT
);
CREATE TRIGGER projects_touch AFTER UPDATE OF name, is_public ON projects BEGIN UPDATE projects SET updated_at = unixepoch() WHERE id = NEW.id; END;
