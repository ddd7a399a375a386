-- title: Store all logins in small letters
-- harm: Two logins fall together
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT UNIQUE);
-- rows
INSERT INTO users VALUES (1,'kim'),(2,'Kim');
-- migration
UPDATE users SET login = lower(login);
-- check
-- error: UNIQUE constraint failed
SELECT 1;
