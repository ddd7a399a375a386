CREATE TABLE stays (
  id INTEGER PRIMARY KEY,
  arrival TEXT,
  departure TEXT,
  CHECK (arrival < departure)
);
