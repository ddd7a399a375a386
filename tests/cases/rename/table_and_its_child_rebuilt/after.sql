-- reconcile: renamed-from users
CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES people (id) ON DELETE SET NULL);
CREATE INDEX posts_by_user ON posts (user_id);
