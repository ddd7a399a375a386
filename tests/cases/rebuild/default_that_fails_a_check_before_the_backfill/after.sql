CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  price INTEGER DEFAULT 0 CHECK (price > 0), -- reconcile: backfill id * 10
  code TEXT CHECK (code IS NOT NULL) -- reconcile: backfill 'c' || id
);
