-- title: Rebuild users with a NOT NULL name
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id));
-- rows
INSERT INTO users VALUES (1,'a');
INSERT INTO posts VALUES (1,1);
-- migration
PRAGMA defer_foreign_keys = ON;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO users_new SELECT * FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
PRAGMA defer_foreign_keys = OFF;
-- check
SELECT (SELECT count(*) FROM posts) = 1 AND (SELECT count(*) FROM users) = 1;
