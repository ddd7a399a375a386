CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  mail TEXT,
  name TEXT,
  token TEXT  -- reconcile: backfill hex(randomblob(8))
);
