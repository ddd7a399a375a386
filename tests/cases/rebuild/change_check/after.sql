CREATE TABLE a (
  id INTEGER PRIMARY KEY,
  x TEXT CHECK (length(x) < 20),
  y INT
);
