CREATE TABLE users (id INTEGER PRIMARY KEY, code TEXT, note TEXT NOT NULL);
CREATE UNIQUE INDEX users_code ON users (code);
CREATE TABLE posts (id INTEGER PRIMARY KEY, code TEXT REFERENCES users (code) ON DELETE SET NULL);
CREATE INDEX posts_code ON posts (code);
