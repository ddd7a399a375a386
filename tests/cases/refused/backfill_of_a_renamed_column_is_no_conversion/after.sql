CREATE TABLE u (
  id INTEGER PRIMARY KEY,
  name TEXT -- reconcile: renamed-from login -- reconcile: backfill lower(login)
);
