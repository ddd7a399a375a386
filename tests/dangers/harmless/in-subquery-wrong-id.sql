-- title: Delete the users that are banned
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE bans (id INTEGER PRIMARY KEY, user_id INTEGER);
-- rows
INSERT INTO users VALUES (1,'good'),(2,'bad');
INSERT INTO bans VALUES (1,2);
-- migration
DELETE FROM users WHERE id IN (SELECT user_id FROM bans);
-- check
SELECT group_concat(name) = 'good' FROM users;
