CREATE TABLE t (
  id INTEGER PRIMARY KEY -- reconcile: rename-from x
);
