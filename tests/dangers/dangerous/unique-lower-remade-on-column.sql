-- title: Rename the index on the e-mail address
-- harm: The old one was on lower(email), the new one tells A@x from a@x
-- kind: guarantee-lost
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE UNIQUE INDEX ux_mail ON users (lower(email));
-- rows
INSERT INTO users VALUES (1,'a@x'),(2,NULL);
-- migration
DROP INDEX ux_mail;
CREATE UNIQUE INDEX users_email_uq ON users (email);
INSERT INTO users VALUES (3, 'A@x');
-- check
SELECT count(*) = 2 FROM users WHERE lower(email) = 'a@x';
