CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  x INTEGER -- reconcile: allow lossy-conversion because the zeros were a mistake
);
