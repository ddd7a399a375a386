CREATE TABLE docs (
  id INTEGER PRIMARY KEY,
  slug TEXT
);

CREATE TABLE tags (
  slug TEXT
);
