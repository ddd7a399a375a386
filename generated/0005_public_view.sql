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
--   schema: it ends at the desired schema, b322b370d73e
--   settled: a second plan is empty
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 1 statement
--   length: the longest statement has 245 bytes
--
-- Fingerprints
--   from  2693b762cb94ee3943a875fd75da557d1b4aebf60ed337ce8b8f175254848216
--   to    b322b370d73eb209e24ccd98a61b04779608851eb133572db2220fdf4f8ad625
--
-- Seal sha256:6185d50840732fa86dc0d1ef9ce6c45dbf35c546d93b953957df87fe8ccf787c

-- 1/1  create view public_projects
--   for       view public_projects is new
CREATE VIEW public_projects AS
SELECT p.id, p.program_id, p.name, a.login AS owner, max(d.version) AS version
FROM projects p
JOIN accounts a ON a.id = p.account_id
LEFT JOIN documents d ON d.project_id = p.id
WHERE p.is_public = 1
GROUP BY p.id;
