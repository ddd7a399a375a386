-- Migration 0001: first
-- Written by reconcile 0.1.0 at 2026-11-28T19:47:09Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   table d is new
--   table log is new
--   table t is new
--   virtual table f is new
--   view v is new
--   view w is new
--   trigger t_ins is new
--   trigger u_ins is new
--
-- Proof
--   runs: 9 statements ran as one transaction
--   schema: it ends at the desired schema, 259fdadc81ea
--   settled: a second plan is empty
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 9 statements
--   length: the longest statement has 93 bytes
--
-- Fingerprints
--   from  9b196adfc26a5c94c28135a9d98a0feda7c6662b37c017e94ae8b939eb9b3cc7
--   to    259fdadc81eadf5338986df7915b4ea543477a4392caab500204dbf44f9bfe0c
--
-- Seal sha256:5b3e164212559558be43d6c5fc6f3369bbf0fbe1d68cbf488554385cdc8aa373

-- 1/8  create table d
--   for       table d is new
CREATE TABLE d (a INT DEFAULT 0x10, b INT AS (a + 0x20), CHECK (a < 0x100));
CREATE INDEX d_a ON d (a) WHERE a > 0x01;

-- 2/8  create table log
--   for       table log is new
CREATE TABLE log (what TEXT, who TEXT, n INT);

-- 3/8  create table t
--   for       table t is new
CREATE TABLE t (id INTEGER PRIMARY KEY, n INT);

-- 4/8  create virtual table f
--   for       virtual table f is new
CREATE VIRTUAL TABLE f USING fts5(body, tokenize = 'porter', detail=full);

-- 5/8  create view v
--   for       view v is new
--   after     step 3: view v mentions t
CREATE VIEW v AS SELECT count(*) AS Total FROM t;

-- 6/8  create view w
--   for       view w is new
--   after     step 3: view w mentions t
CREATE VIEW w AS SELECT x.id "one", n two FROM t x;

-- 7/8  create trigger t_ins on t
--   for       trigger t_ins is new
--   after     step 2: trigger t_ins mentions log
--             step 3: trigger t_ins mentions t
CREATE TRIGGER t_ins AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('ins', 'me', new.n); END;

-- 8/8  create trigger u_ins on d
--   for       trigger u_ins is new
--   after     step 1: trigger u_ins mentions d
--             step 3: trigger u_ins mentions t
CREATE TRIGGER u_ins AFTER INSERT ON d WHEN new.a > 0x10 BEGIN SELECT x.n two FROM t x; END;
