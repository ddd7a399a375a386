CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at INTEGER, -- reconcile: using unixepoch(at)
  done INTEGER NOT NULL CHECK (done IN (0, 1)) -- reconcile: using done = 'yes'
) STRICT;
