-- title: Rebuild users with a unique e-mail address
-- harm: OR IGNORE silently leaves out the rows with an address that is taken
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, name TEXT);
-- rows
INSERT INTO users VALUES (1,'a@x.org','Ann'),(2,'a@x.org','Abe'),(3,'c@x.org','Cy');
-- migration
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT);
INSERT OR IGNORE INTO users_new SELECT id, email, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- check
SELECT count(*) = 2 FROM users;
