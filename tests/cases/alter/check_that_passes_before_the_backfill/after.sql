CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  state TEXT CHECK (state IN ('new', 'sold')) -- reconcile: backfill 'new'
);
