CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  b TEXT NOT NULL -- reconcile: backfill 'none -- reconcile: renamed-from a
);
