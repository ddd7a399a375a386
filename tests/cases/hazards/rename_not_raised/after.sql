CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  mail TEXT,
  name TEXT,
  full_name TEXT  -- reconcile: backfill name
);
