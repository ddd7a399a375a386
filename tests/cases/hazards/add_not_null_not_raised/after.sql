CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  mail TEXT,
  name TEXT NOT NULL  -- reconcile: backfill 'unknown'
);
