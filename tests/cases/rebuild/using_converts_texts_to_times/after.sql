CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL, -- reconcile: using unixepoch(at) -- reconcile: backfill id * 1000
  name TEXT
);
