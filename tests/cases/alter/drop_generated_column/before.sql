CREATE TABLE a (
  id INTEGER PRIMARY KEY,
  x TEXT,
  y INT,
  z TEXT AS (upper(x))
);
