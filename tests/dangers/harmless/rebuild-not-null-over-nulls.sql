-- title: Make the e-mail address mandatory
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
-- rows
INSERT INTO users VALUES (1,'a@x'),(2,NULL);
-- migration
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO users_new SELECT id, ifnull(email, 'user' || id || '@example.invalid') FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- check
SELECT count(*) = 2 FROM users;
