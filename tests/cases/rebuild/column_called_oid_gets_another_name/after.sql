CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  number TEXT -- reconcile: backfill "oid"
);
