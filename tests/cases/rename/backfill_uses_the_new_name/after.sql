CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  email TEXT, -- reconcile: renamed-from mail
  low TEXT -- reconcile: backfill lower(email)
);
