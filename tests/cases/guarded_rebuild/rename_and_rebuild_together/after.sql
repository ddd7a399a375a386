-- reconcile: renamed-from users
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL -- reconcile: renamed-from mail
);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES people (id) ON DELETE CASCADE);
CREATE INDEX posts_user ON posts (user_id);
