-- title: Rebuild users; the login becomes NOT NULL
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT COLLATE NOCASE UNIQUE);
-- rows
INSERT INTO users VALUES (1,'Ann');
-- migration
CREATE TABLE users_new (id INTEGER PRIMARY KEY, login TEXT NOT NULL COLLATE NOCASE UNIQUE);
INSERT INTO users_new SELECT id, login FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- check
SELECT count(*) = 1 FROM users WHERE login = 'ann';
