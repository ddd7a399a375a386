CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  body TEXT,
  grade TEXT DEFAULT '',
  CHECK (grade IS NULL OR grade >= 5)
);
