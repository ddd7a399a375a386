-- title: Rebuild users
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, active INTEGER);
CREATE VIEW active_users AS SELECT id, active FROM users;
-- rows
INSERT INTO users VALUES (1,1),(2,0);
-- migration
CREATE TABLE users_new (id INTEGER PRIMARY KEY, active INTEGER NOT NULL);
INSERT INTO users_new SELECT id, active FROM active_users;
DROP VIEW active_users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE VIEW active_users AS SELECT id, active FROM users WHERE active = 1;
-- check
SELECT count(*) = 2 FROM users;
