CREATE TABLE e (
  id INTEGER PRIMARY KEY,
  at INTEGER -- reconcile: backfill unixepoch(at)
);
