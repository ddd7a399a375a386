CREATE TABLE t (
  id INTEGER PRIMARY KEY, -- the key
  x TEXT
);
