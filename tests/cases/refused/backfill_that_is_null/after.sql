CREATE TABLE a (
  id INTEGER PRIMARY KEY,
  x TEXT NOT NULL -- reconcile: backfill nullif('a', 'a')
  ,  y INT
);
