-- Migration 0002: documents and keys
--   new: tables api_keys, documents
-- Undo: exact · no row rewritten · fits one D1 call
-- Proof: 3 statements ran; 6 checks hold
-- reconcile 0.1.0 at 2026-01-08T00:00:00Z, schema b8e1b3951902b14a -> 46703ee7cb2d25e3
-- Seal sha256:103550995810802594033fa046f0dc0e

CREATE TABLE api_keys (
  id          INTEGER PRIMARY KEY,
  project_id  INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  hash        BLOB NOT NULL UNIQUE,
  label       TEXT,
  expires_at  INTEGER
);
CREATE INDEX api_keys_by_project ON api_keys (project_id);
CREATE TABLE documents (
  id          INTEGER PRIMARY KEY,
  project_id  INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  body        TEXT NOT NULL CHECK (json_valid(body)),
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (project_id, version)
);
