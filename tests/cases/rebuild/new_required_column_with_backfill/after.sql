CREATE TABLE a (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL,  -- reconcile: backfill lower(replace(name, ' ', '-'))
  name TEXT
);
