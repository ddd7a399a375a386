-- Migration 0001: first schema
-- Written by reconcile 0.1.0 at 2026-11-28T16:00:33Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   table cards is new
--   table e is new
--
-- Proof
--   runs: 2 statements ran as one transaction
--   schema: it ends at the desired schema, 4676f098eab2
--   settled: a second plan is empty
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 2 statements
--   length: the longest statement has 127 bytes
--
-- Fingerprints
--   from  9b196adfc26a5c94c28135a9d98a0feda7c6662b37c017e94ae8b939eb9b3cc7
--   to    4676f098eab2a6b719833e39c52f0f2b22b96e257e3f73cd529ca409a96b75ae
--
-- Seal sha256:0226539a77f5aa9b13d2495b21038870224970dd28aab9be84177dc837f1547a

-- 1/2  create table cards
--   for       table cards is new
CREATE TABLE cards (
  id INTEGER PRIMARY KEY,
  login TEXT,
  status TEXT NOT NULL CHECK (status IN ('Learning', 'Learned'))
);

-- 2/2  create table e
--   for       table e is new
CREATE TABLE e (id INTEGER PRIMARY KEY, created_at TEXT);
