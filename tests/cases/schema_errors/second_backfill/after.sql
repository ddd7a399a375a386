CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  b TEXT NOT NULL -- reconcile: backfill 'a' -- reconcile: backfill 'b'
);
