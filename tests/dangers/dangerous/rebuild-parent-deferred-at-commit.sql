-- title: Rebuild users with the foreign keys deferred to the end
-- harm: The violation is still counted at the commit, which then fails
-- kind: fails-on-rows
-- line: 4
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id) ON DELETE RESTRICT);
-- rows
INSERT INTO users VALUES (1,'a');
INSERT INTO posts VALUES (1,1);
-- migration
PRAGMA defer_foreign_keys = true;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO users_new SELECT * FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- check
-- error: internal error; reference =
SELECT 1;
