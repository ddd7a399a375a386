CREATE TABLE a (
  id INTEGER PRIMARY KEY,
  x TEXT DEFAULT (lower(hex(randomblob(4)))),
  y INT
);
