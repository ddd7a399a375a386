CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT
);
-- A rebuild by hand has left the second key behind.
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
  topic_id INTEGER REFERENCES topics_old (id)
);
CREATE INDEX posts_by_user ON posts (user_id);
CREATE TABLE topics (id INTEGER PRIMARY KEY);
