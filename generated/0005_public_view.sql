-- Migration 0005: public view
--   view public_projects is added
-- Undo: exact · no row rewritten · fits one D1 call
-- Proof: 1 statement ran; 6 checks hold
-- reconcile 0.1.0 at 2026-01-29T00:00:00Z, schema 2693b762cb94ee39 -> b322b370d73eb209
-- Seal sha256:0eb89432fda2e6f17604d850e96f3e18

CREATE VIEW public_projects AS
SELECT p.id, p.program_id, p.name, a.login AS owner, max(d.version) AS version
FROM projects p
JOIN accounts a ON a.id = p.account_id
LEFT JOIN documents d ON d.project_id = p.id
WHERE p.is_public = 1
GROUP BY p.id;
