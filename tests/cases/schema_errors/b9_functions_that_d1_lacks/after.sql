CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  code TEXT DEFAULT (lower(uuid()))
);
