CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT
);
CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  sender INT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  reader INT REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX messages_sender ON messages (sender);
CREATE INDEX messages_reader ON messages (reader);
