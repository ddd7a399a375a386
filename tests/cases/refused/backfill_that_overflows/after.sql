CREATE TABLE n (
  id INTEGER PRIMARY KEY,
  v INTEGER,
  w INTEGER -- reconcile: backfill abs(v)
);
