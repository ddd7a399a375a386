-- title: Rebuild users with a NOT NULL name
-- harm: Posts refer to users without an action: dropping the old table is a violation that the rename does not undo
-- kind: fails-on-rows
-- line: 4
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id));
-- rows
INSERT INTO users VALUES (1,'a');
INSERT INTO posts VALUES (1,1);
-- migration
PRAGMA foreign_keys = OFF;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO users_new SELECT * FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = ON;
-- check
-- error: FOREIGN KEY constraint failed
SELECT 1;
