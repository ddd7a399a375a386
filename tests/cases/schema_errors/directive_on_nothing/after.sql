CREATE TABLE t (id INTEGER PRIMARY KEY);
-- reconcile: renamed-from x
