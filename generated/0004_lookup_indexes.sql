-- Migration 0004: lookup indexes
-- Written by reconcile 0.1.0 at 2026-01-22T00:00:00Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   index addresses_by_project is new
--   index documents_newest is new
--
-- Proof
--   runs: 2 statements ran as one transaction on 25 rows of 4 tables
--   schema: it ends at the desired schema, 2693b762cb94
--   settled: a second plan is empty
--   rows: 25 rows in 4 tables before and after, none lost
--   values: 128 values in 4 tables as before
--   rowids: 18 rowids and 1 sequence kept
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 2 statements
--   length: the longest statement has 88 bytes
--
-- Fingerprints
--   from  be18eed27967673f9b98d6debf08524cd073be4d30f17b2f0ec4c4c4e7a387fc
--   to    2693b762cb94ee3943a875fd75da557d1b4aebf60ed337ce8b8f175254848216
--
-- Seal sha256:001046b0a878513c8f84f4b4587da520255b349170eccb75fa4e27c6f889c780

-- 1/2  create index addresses_by_project on addresses
--   for       index addresses_by_project is new
CREATE INDEX addresses_by_project ON addresses (project_id) WHERE project_id IS NOT NULL;

-- 2/2  create index documents_newest on documents
--   for       index documents_newest is new
CREATE INDEX documents_newest ON documents (project_id, version DESC);
