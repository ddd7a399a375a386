-- Migration 0001: first schema
-- Written by reconcile 0.1.0 at 2023-11-14T22:13:20Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   table posts is new
--   table sessions is new
--   table users is new
--
-- Hazards
--   app-needs-migration: code that needs the new schema fails until it is there: src/index.ts:9:8, src/index.ts:14:39, src/index.ts:15:33 and 1 more
--
-- Proof
--   runs: 5 statements ran as one transaction
--   schema: it ends at the desired schema, c46723ac6df1
--   settled: a second plan is empty
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 5 statements
--   length: the longest statement has 145 bytes
--
-- Fingerprints
--   from  9b196adfc26a5c94c28135a9d98a0feda7c6662b37c017e94ae8b939eb9b3cc7
--   to    c46723ac6df1b6ec67e39f4eb70e33b0061cfbc4b117eab74f9bc614d6c72de9
--
-- Seal sha256:6a23d2676a031ccd4d61d55bc1d48b4f0bbb4276121fa75f9dfd272d308d8a7d

-- 1/3  create table users
--   for       table users is new
CREATE TABLE users (
  id    INTEGER PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  email TEXT
);

-- 2/3  create table posts
--   for       table posts is new
--   after     step 1: posts references users
CREATE TABLE posts (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body    TEXT NOT NULL
);
CREATE INDEX posts_by_user ON posts (user_id);

-- 3/3  create table sessions
--   for       table sessions is new
--   after     step 1: sessions references users
CREATE TABLE sessions (
  token   TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX sessions_by_user ON sessions (user_id);
