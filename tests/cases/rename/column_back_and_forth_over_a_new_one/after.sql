CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  b TEXT, -- reconcile: renamed-from a
  c TEXT -- reconcile: renamed-from b
);
