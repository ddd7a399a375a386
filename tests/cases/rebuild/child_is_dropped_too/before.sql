CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT
);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
CREATE INDEX posts_by_user ON posts (user_id);
