-- reconcile: allow drop-column because nobody reads x
CREATE TABLE t (
  id INTEGER PRIMARY KEY
);
