CREATE TABLE card (
  id INTEGER PRIMARY KEY,
  status TEXT NOT NULL DEFAULT 'Learning' CHECK (status IN ('Learning', 'Learned'))
);
