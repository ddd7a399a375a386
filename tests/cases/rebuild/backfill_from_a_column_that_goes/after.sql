CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  whole TEXT NOT NULL -- reconcile: backfill first || ' ' || last
);
