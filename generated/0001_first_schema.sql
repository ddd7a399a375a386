-- Migration 0001: first schema
--   new: tables accounts, projects
-- Undo: exact · no row rewritten · fits one D1 call
--   needless-autoincrement: accounts uses AUTOINCREMENT, which costs one more row written per INSERT
-- Proof: 2 statements ran; 6 checks hold
-- reconcile 0.1.0 at 2026-01-01T00:00:00Z, schema 9b196adfc26a5c94 -> b8e1b3951902b14a
-- Seal sha256:cedf0e91634cf8893a8a0fb817727cfa

CREATE TABLE accounts (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  provider    TEXT NOT NULL,
  subject     TEXT NOT NULL,            -- the provider's stable id of the person
  login       TEXT NOT NULL,
  avatar      TEXT,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (provider, subject)
);
CREATE TABLE projects (
  id          INTEGER PRIMARY KEY,
  account_id  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  program_id  TEXT NOT NULL,
  name        TEXT NOT NULL,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (account_id, program_id)
);
