CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  first TEXT,
  last TEXT,
  full TEXT NOT NULL CHECK (full <> '') UNIQUE -- reconcile: backfill coalesce(first || ' ', '') || last
);
