-- title: Make the e-mail address unique without regard to case
-- harm: a@x and A@x are two rows today
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
-- rows
INSERT INTO users VALUES (1,'a@x'),(2,'A@x');
-- migration
CREATE UNIQUE INDEX users_email_ci ON users (lower(email));
-- check
-- error: UNIQUE constraint failed
SELECT 1;
