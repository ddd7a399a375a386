-- reconcile: renamed-from users
CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
CREATE INDEX users_email ON people (email);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES people (id) ON DELETE CASCADE);
CREATE INDEX posts_user ON posts (user_id);
CREATE VIEW mails AS SELECT email FROM people;
