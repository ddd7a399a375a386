-- Migration 0001: first schema
-- Written by reconcile 0.1.0 at 2026-01-01T00:00:00Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   table accounts is new
--   table projects is new
--
-- Proof
--   runs: 2 statements ran as one transaction on 0 rows of 0 tables
--   schema: it ends at the desired schema, b8e1b3951902
--   settled: a second plan is empty
--   rows: all 0 rows of 0 tables that stay are kept
--   values: 0 values of 0 tables are what they were
--   rowids: 0 rowids and 0 sequences are kept
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 2 statements
--   length: the longest statement has 317 bytes
--
-- Fingerprints
--   from  9b196adfc26a5c94c28135a9d98a0feda7c6662b37c017e94ae8b939eb9b3cc7
--   to    b8e1b3951902b14a033dbb147bae4d657d74589f896eb6008f5be696efd4a7d7
--
-- Seal sha256:f12cdcac9f4be2a95046a75388b0a66c6ddbbd767985aa61d35a5a95a6280c99

-- 1/2  create table accounts
--   for       table accounts is new
CREATE TABLE accounts (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  provider    TEXT NOT NULL,
  subject     TEXT NOT NULL,            -- the provider's stable id of the person
  login       TEXT NOT NULL,
  avatar      TEXT,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (provider, subject)
);

-- 2/2  create table projects
--   for       table projects is new
--   after     step 1: projects references accounts
CREATE TABLE projects (
  id          INTEGER PRIMARY KEY,
  account_id  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  program_id  TEXT NOT NULL,
  name        TEXT NOT NULL,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (account_id, program_id)
);
