CREATE TABLE __guard_posts_delete (x);
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
CREATE INDEX posts_by_user ON posts (user_id);
CREATE INDEX __new_users ON posts (id);
