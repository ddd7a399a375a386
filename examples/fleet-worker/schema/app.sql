CREATE TABLE users (
  id    INTEGER PRIMARY KEY,
  email TEXT NOT NULL DEFAULT '' -- reconcile: backfill ''
);

CREATE TABLE posts (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  text    TEXT NOT NULL
);
CREATE INDEX posts_user ON posts (user_id);
