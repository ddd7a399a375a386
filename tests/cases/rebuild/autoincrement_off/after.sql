CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  title TEXT
);
