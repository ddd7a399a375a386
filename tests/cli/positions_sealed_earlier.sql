-- Migration 0001: first
-- Written by reconcile 0.1.0 at 2026-11-28T19:08:14Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   table log is new
--   table t is new
--   view v is new
--   trigger t_ins is new
--
-- Proof
--   runs: 4 statements ran as one transaction
--   schema: it ends at the desired schema, 040eef302e4d
--   settled: a second plan is empty
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 4 statements
--   length: the longest statement has 93 bytes
--
-- Fingerprints
--   from  9b196adfc26a5c94c28135a9d98a0feda7c6662b37c017e94ae8b939eb9b3cc7
--   to    040eef302e4d588a372cfbe2090bfc3e818b170d24658e7e3a5d7c33e327a55b
--
-- Seal sha256:4b9340751dca1689c822bb66ed571e7da37e8a97cdfdf9e5813c1983eee48d77

-- 1/4  create table log
--   for       table log is new
CREATE TABLE log (what TEXT, who TEXT, n INT);

-- 2/4  create table t
--   for       table t is new
CREATE TABLE t (id INTEGER PRIMARY KEY, n INT);

-- 3/4  create view v
--   for       view v is new
--   after     step 2: view v mentions t
CREATE VIEW v AS SELECT count(*) AS Total FROM t;

-- 4/4  create trigger t_ins on t
--   for       trigger t_ins is new
--   after     step 1: trigger t_ins mentions log
--             step 2: trigger t_ins mentions t
CREATE TRIGGER t_ins AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('ins', 'me', new.n); END;
