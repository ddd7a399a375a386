CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT
);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE SET NULL);
CREATE INDEX posts_by_user ON posts (user_id);
CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts (id) ON DELETE NO ACTION);
CREATE INDEX comments_by_post ON comments (post_id);
