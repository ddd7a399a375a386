CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  number TEXT -- reconcile: renamed-from oid
);
