-- title: Give each user each of the default lists
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE lists (id INTEGER PRIMARY KEY, user_id INTEGER, name TEXT);
-- rows
INSERT INTO users VALUES (1),(2);
-- migration
INSERT INTO lists (user_id, name) SELECT u.id, d.column1 FROM users u CROSS JOIN (VALUES ('todo'), ('done')) d;
-- check
SELECT count(*) = 4 FROM lists;
