CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  name TEXT
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  note TEXT,
  person_id INTEGER REFERENCES people (id)
);
CREATE VIRTUAL TABLE customers USING fts5(name);
