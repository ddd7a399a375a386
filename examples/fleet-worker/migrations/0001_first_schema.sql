-- Migration 0001: first schema
--   new: tables posts, users
-- Undo: exact · no row rewritten · fits one D1 call
-- Proof: 3 statements ran; 6 checks hold
-- reconcile 0.1.0 at 2026-11-05T00:00:00Z, schema 9b196adfc26a5c94 -> 974905f8d45551e6
-- Seal sha256:ef8266a7688623ec6a321ef17d986708

CREATE TABLE users (
  id    INTEGER PRIMARY KEY,
  email TEXT
);
CREATE TABLE posts (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  text    TEXT NOT NULL
);
CREATE INDEX posts_user ON posts (user_id);
