CREATE TABLE plans (
  code TEXT PRIMARY KEY,
  price INTEGER NOT NULL CHECK (price >= 0) -- reconcile: backfill 1
);
CREATE TABLE accounts (id INTEGER PRIMARY KEY, plan TEXT REFERENCES plans (code) ON DELETE SET NULL);
