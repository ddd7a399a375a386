-- Migration 0005: public view
-- Written by reconcile 0.1.0 at 2026-01-29T00:00:00Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   view public_projects is new
--
-- Proof
--   runs: 1 statement ran as one transaction
--   schema: it ends at the desired schema, 9be01ff77096
--   settled: a second plan is empty
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 1 statement
--   length: the longest statement has 245 bytes
--
-- Fingerprints
--   from  2693b762cb94ee3943a875fd75da557d1b4aebf60ed337ce8b8f175254848216
--   to    9be01ff7709631f509c7e53ca9c19ca3e93522c753acb36576de11d29a91f9ad
--
-- Seal sha256:b7e92b0c57a540c085a290fb52d46b32db6fc4a3802463696ca300655fbf0cda

-- 1/1  create view public_projects
--   for       view public_projects is new
CREATE VIEW public_projects AS
SELECT p.id, p.program_id, p.name, a.login AS owner, max(d.version) AS version
FROM projects p
JOIN accounts a ON a.id = p.account_id
LEFT JOIN documents d ON d.project_id = p.id
WHERE p.is_public = 1
GROUP BY p.id;
