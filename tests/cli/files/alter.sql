-- Migration 0002: second
--   posts: column likes is added
-- Undo: exact · no row rewritten · fits one D1 call
-- Proof: 1 statement ran on 4 rows of 2 tables; 9 checks hold
-- reconcile 0.1.0 at 2023-11-14T22:13:20Z, schema ab30b7e25238f15d -> a10ac753992262da
-- Seal sha256:4e09575ef0652a03e32a0cc5f9a578dc

-- 1/1  add column posts.likes
ALTER TABLE posts ADD COLUMN likes INTEGER NOT NULL DEFAULT 0;
