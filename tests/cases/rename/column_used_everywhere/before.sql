CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  mail TEXT NOT NULL UNIQUE,
  CHECK (mail <> '')
);
CREATE INDEX users_mail ON users (lower(mail)) WHERE mail IS NOT NULL;
CREATE TABLE posts (id INTEGER PRIMARY KEY, mail TEXT REFERENCES users (mail) ON UPDATE CASCADE);
CREATE VIEW mails AS SELECT mail FROM users;
CREATE TRIGGER users_lower AFTER INSERT ON users BEGIN UPDATE users SET mail = lower(NEW.mail) WHERE id = NEW.id; END;
