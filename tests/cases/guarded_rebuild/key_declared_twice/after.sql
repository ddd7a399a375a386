CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  name TEXT CHECK (name <> '')
);

CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  account_id INTEGER REFERENCES accounts (id) ON DELETE CASCADE,
  FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
