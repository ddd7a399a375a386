CREATE TABLE users (
  id    INTEGER PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  email TEXT
);

CREATE TABLE posts (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body    TEXT NOT NULL
);

CREATE INDEX posts_by_user ON posts (user_id);

CREATE TABLE sessions (
  token   TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX sessions_by_user ON sessions (user_id);
