-- title: Make the e-mail address mandatory
-- harm: A user without one stops the copy
-- kind: fails-on-rows
-- line: 2
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
-- rows
INSERT INTO users VALUES (1,'a@x'),(2,NULL);
-- migration
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- check
-- error: NOT NULL constraint failed
SELECT 1;
