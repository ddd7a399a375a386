-- Migration 0001: orders
--   new: tables lines, orders
-- Undo: exact · no row rewritten · fits one D1 call
-- Proof: 2 statements ran; 6 checks hold
-- reconcile 0.1.0 at 2025-11-29T00:00:00Z, schema 9b196adfc26a5c94 -> e68e3590d0ac0701
-- Seal sha256:50553e89fc4e6f7a1bff5531684552e8

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  placed_at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'sent'))
);
CREATE TABLE lines (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  article TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  PRIMARY KEY (order_id, article)
) WITHOUT ROWID;
