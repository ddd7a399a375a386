CREATE TABLE cards (
  id INTEGER PRIMARY KEY,
  name TEXT, -- reconcile: renamed-from login -- reconcile: using lower(login)
  status TEXT NOT NULL CHECK (status IN ('learning', 'learned', 'dropped')) -- reconcile: using lower(status)
);
CREATE TABLE e (id INTEGER PRIMARY KEY, created_at INTEGER -- reconcile: backfill unixepoch(created_at)
);