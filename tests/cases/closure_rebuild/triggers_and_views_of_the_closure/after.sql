CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
CREATE INDEX posts_by_user ON posts (user_id);
CREATE TABLE log (line TEXT);
CREATE TRIGGER posts_gone AFTER DELETE ON posts BEGIN INSERT INTO log VALUES ('post ' || OLD.id); END;
CREATE TRIGGER posts_new AFTER INSERT ON posts BEGIN INSERT INTO log SELECT email FROM users WHERE id = NEW.user_id; END;
CREATE VIEW feed AS SELECT p.id, u.email FROM posts p JOIN users u ON u.id = p.user_id;
