CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  x TEXT NOT NULL -- reconcile: backfill nullif('', '')
);
