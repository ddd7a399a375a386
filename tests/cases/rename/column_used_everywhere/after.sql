CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE, -- reconcile: renamed-from mail
  CHECK (email <> '')
);
CREATE INDEX users_mail ON users (lower(email)) WHERE email IS NOT NULL;
CREATE TABLE posts (id INTEGER PRIMARY KEY, mail TEXT REFERENCES users (email) ON UPDATE CASCADE);
CREATE VIEW mails AS SELECT email FROM users;
CREATE TRIGGER users_lower AFTER INSERT ON users BEGIN UPDATE users SET email = lower(NEW.email) WHERE id = NEW.id; END;
