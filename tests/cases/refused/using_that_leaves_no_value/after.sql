CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at INTEGER -- reconcile: using unixepoch(at)
);
