CREATE TABLE t (
  id INTEGER PRIMARY KEY, -- key
  x TEXT NOT NULL -- reconcile: backfill 'a;--b'
  -- no comma here
);
