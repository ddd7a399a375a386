-- reconcile: allow drop-column
CREATE TABLE t (id INTEGER PRIMARY KEY);
