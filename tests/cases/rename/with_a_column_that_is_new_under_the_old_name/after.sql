CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  b TEXT, -- reconcile: renamed-from a
  a TEXT DEFAULT 'new'
);
