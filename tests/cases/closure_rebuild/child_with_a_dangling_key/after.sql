CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
  topic_id INTEGER REFERENCES topics (id)
);
CREATE INDEX posts_by_user ON posts (user_id);
CREATE TABLE topics (id INTEGER PRIMARY KEY);
