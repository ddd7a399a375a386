-- title: Normalise all e-mail addresses to lower case
-- harm: Where two addresses fall together, OR REPLACE deletes the other user
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
-- rows
INSERT INTO users VALUES (1,'ann@x.org'),(2,'Ann@x.org'),(3,'bob@x.org');
-- migration
UPDATE OR REPLACE users SET email = lower(email);
-- check
SELECT count(*) = 2 FROM users;
