CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  name TEXT,
  token TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  made TEXT DEFAULT CURRENT_TIMESTAMP
);
