CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at INTEGER -- reconcile: using trim(at)
) STRICT;
