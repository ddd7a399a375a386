CREATE TABLE t (
  id INTEGER PRIMARY KEY, -- key
  x TEXT -- no comma here
);
