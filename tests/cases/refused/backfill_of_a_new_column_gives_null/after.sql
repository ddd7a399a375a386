CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  x TEXT,
  y TEXT NOT NULL -- reconcile: backfill upper(x)
);
