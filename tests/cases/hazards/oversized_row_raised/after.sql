CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  size INTEGER,
  body TEXT  -- reconcile: backfill hex(zeroblob(size))
);
