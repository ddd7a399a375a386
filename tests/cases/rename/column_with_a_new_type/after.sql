CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  price INTEGER NOT NULL DEFAULT 0 -- reconcile: renamed-from cost
);
