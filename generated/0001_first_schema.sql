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
-- Hazards
--   needless-autoincrement: accounts counts with AUTOINCREMENT, one more row written for each insert
--
-- Proof
--   runs: 2 statements ran as one transaction
--   schema: it ends at the desired schema, b8e1b3951902
--   settled: a second plan is empty
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 2 statements
--   length: the longest statement has 317 bytes
--
-- Fingerprints
--   from  9b196adfc26a5c94c28135a9d98a0feda7c6662b37c017e94ae8b939eb9b3cc7
--   to    b8e1b3951902b14a033dbb147bae4d657d74589f896eb6008f5be696efd4a7d7
--
-- Seal sha256:65afe100678486d1a0b299ca31a2bb11165f798d18352380fe8099027659c947

-- 1/2  create table accounts
--   for       table accounts is new
--   hazard    needless-autoincrement: accounts counts with AUTOINCREMENT, one more row written for each insert
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
