-- reconcile: renamed-from people
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  note TEXT NOT NULL, -- reconcile: backfill ''
  person_id INTEGER REFERENCES customers (id)
);
