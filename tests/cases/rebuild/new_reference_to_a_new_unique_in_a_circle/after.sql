CREATE TABLE docs (
  id INTEGER PRIMARY KEY,
  slug TEXT REFERENCES tags (slug)
);

CREATE TABLE tags (
  slug TEXT,
  doc INTEGER,
  UNIQUE (slug),
  FOREIGN KEY (doc) REFERENCES docs (id)
);
