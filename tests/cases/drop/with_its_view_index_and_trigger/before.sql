CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT
);
CREATE INDEX users_email ON users (email);
CREATE VIEW mails AS SELECT email FROM users;
CREATE TABLE log (line TEXT);
CREATE TRIGGER users_log AFTER INSERT ON users BEGIN INSERT INTO log VALUES (NEW.email); END;
