-- title: Rebuild users with a default for the language
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, lang TEXT);
CREATE UNIQUE INDEX users_email ON users (email);
-- rows
INSERT INTO users VALUES (1,'a@x','fr'),(2,'b@x',NULL);
-- migration
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, lang TEXT DEFAULT 'en');
INSERT INTO users_new SELECT id, email, lang FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE UNIQUE INDEX users_email ON users (email);
-- check
SELECT count(*) = 1 FROM pragma_index_list('users') WHERE "unique";
