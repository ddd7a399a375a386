CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT,
  slug TEXT -- reconcile: backfill coalesce(lower(name), 'user-' || id)
);
