-- title: Rebuild users; the new table has no constraint that a row of the old one can break
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, name TEXT);
-- rows
INSERT INTO users VALUES (1,'a@x.org','Ann'),(2,'a@x.org','Abe'),(3,'c@x.org','Cy');
-- migration
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, name TEXT, phone TEXT);
INSERT OR IGNORE INTO users_new (id, email, name) SELECT id, email, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- check
SELECT count(*) = 3 FROM users;
