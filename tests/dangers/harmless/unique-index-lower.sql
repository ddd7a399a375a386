-- title: Make the e-mail address quick to find without regard to case
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
-- rows
INSERT INTO users VALUES (1,'a@x'),(2,'A@x');
-- migration
CREATE INDEX users_email_ci ON users (lower(email));
-- check
SELECT count(*) = 2 FROM pragma_index_list('users');
