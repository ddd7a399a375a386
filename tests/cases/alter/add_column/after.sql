CREATE TABLE a (
  id INTEGER PRIMARY KEY,
  -- how it is called
  name TEXT NOT NULL DEFAULT 'x' CHECK (name <> '')
);
