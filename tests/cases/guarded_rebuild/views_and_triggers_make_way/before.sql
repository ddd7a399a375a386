CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT
);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX posts_by_user ON posts (user_id);
CREATE VIEW active AS SELECT id, email FROM users;
CREATE VIEW active_posts AS SELECT p.id, a.email FROM posts p JOIN active a ON a.id = p.user_id;
CREATE TRIGGER posts_touch AFTER INSERT ON posts BEGIN UPDATE users SET email = lower(email) WHERE id = NEW.user_id; END;
CREATE TRIGGER users_log AFTER DELETE ON users BEGIN DELETE FROM posts WHERE user_id = OLD.id; END;
