CREATE TABLE t (
  id INTEGER PRIMARY KEY, -- the key
  /* what they
     call it; not unique */
  x TEXT NOT NULL -- reconcile: backfill 'none'
);
