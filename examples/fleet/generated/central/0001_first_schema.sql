-- Migration 0001: first schema
--   table clients is added
-- Undo: exact · no row rewritten · fits one D1 call
-- Proof: 1 statement ran; 6 checks hold
-- reconcile 0.1.0 at 2025-11-29T00:00:00Z, schema 9b196adfc26a5c94 -> 23c15db4fd3598c4
-- Seal sha256:b7f1f53a86af4a1f8da84d371dc26fcb

CREATE TABLE clients (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) WITHOUT ROWID;
