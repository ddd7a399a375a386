CREATE TABLE authors (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL,
  bio   TEXT,
  links TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(links))
);
CREATE TABLE posts (
  id           TEXT NOT NULL PRIMARY KEY DEFAULT (lower(hex(randomblob(8)))),
  author_id    INTEGER NOT NULL REFERENCES authors (id),
  title        TEXT NOT NULL,
  slug         TEXT NOT NULL GENERATED ALWAYS AS (lower(replace(title, ' ', '-'))) STORED,
  body         TEXT NOT NULL DEFAULT '',
  state        TEXT NOT NULL DEFAULT 'draft' CHECK (state = 'draft' OR state = 'published'),
  meta         TEXT CHECK (meta IS NULL OR json_valid(meta)),
  cover        BLOB,
  published_at TEXT
);
CREATE TABLE tags (name TEXT PRIMARY KEY COLLATE NOCASE) WITHOUT ROWID;
CREATE TABLE post_tags (
  post_id TEXT NOT NULL REFERENCES posts (id),
  tag     TEXT NOT NULL REFERENCES tags (name),
  PRIMARY KEY (post_id, tag)
);
CREATE VIEW published AS
SELECT p.id, p.title, p.published_at, a.name AS author FROM posts p JOIN authors a ON a.id = p.author_id
WHERE p.state = 'published' AND p.published_at IS NOT NULL;
