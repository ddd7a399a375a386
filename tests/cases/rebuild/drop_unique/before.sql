CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT UNIQUE,
  org INT,
  UNIQUE (org, email)
);
