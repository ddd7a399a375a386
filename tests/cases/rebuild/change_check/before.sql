CREATE TABLE a (
  id INTEGER PRIMARY KEY,
  x TEXT CHECK (length(x) < 10),
  y INT
);
