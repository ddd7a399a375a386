-- Migration 0004: lookup indexes
--   new: indexes addresses_by_project, documents_newest
-- Undo: exact · no row rewritten · fits one D1 call
-- Proof: 2 statements ran on 25 made rows of 4 tables; 9 checks hold
-- reconcile 0.1.0 at 2026-01-22T00:00:00Z, schema be18eed27967673f -> 2693b762cb94ee39
-- Seal sha256:7adcff27a5722c7831eddb7371cfa0e6

CREATE INDEX addresses_by_project ON addresses (project_id) WHERE project_id IS NOT NULL;
CREATE INDEX documents_newest ON documents (project_id, version DESC);
