CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id TEXT REFERENCES users (id));
CREATE INDEX posts_user ON posts (user_id);
