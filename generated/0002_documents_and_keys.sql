-- Migration 0002: documents and keys
-- Written by reconcile 0.1.0 at 2026-01-08T00:00:00Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   table api_keys is new
--   table documents is new
--
-- Proof
--   runs: 3 statements ran as one transaction
--   schema: it ends at the desired schema, 46703ee7cb2d
--   settled: a second plan is empty
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 3 statements
--   length: the longest statement has 307 bytes
--
-- Fingerprints
--   from  b8e1b3951902b14a033dbb147bae4d657d74589f896eb6008f5be696efd4a7d7
--   to    46703ee7cb2d25e372b05570de427e9a33fd769d99cdd7cdf9afd6231f892be4
--
-- Seal sha256:48238fc4977eef631420b2cdf7901509cb50bb623456fe0ce729a124ad64402a

-- 1/2  create table api_keys
--   for       table api_keys is new
CREATE TABLE api_keys (
  id          INTEGER PRIMARY KEY,
  project_id  INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  hash        BLOB NOT NULL UNIQUE,
  label       TEXT,
  expires_at  INTEGER
);
CREATE INDEX api_keys_by_project ON api_keys (project_id);

-- 2/2  create table documents
--   for       table documents is new
CREATE TABLE documents (
  id          INTEGER PRIMARY KEY,
  project_id  INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  body        TEXT NOT NULL CHECK (json_valid(body)),
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (project_id, version)
);
