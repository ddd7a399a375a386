CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  body TEXT,
  grade TEXT DEFAULT (hex(randomblob(4))),
  CHECK (grade IS NULL OR grade >= 5)
);
