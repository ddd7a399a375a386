-- title: Delete the users that are banned
-- harm: id is the id of the ban, not of the user: the wrong users are deleted
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE bans (id INTEGER PRIMARY KEY, user_id INTEGER);
-- rows
INSERT INTO users VALUES (1,'good'),(2,'bad');
INSERT INTO bans VALUES (1,2);
-- migration
DELETE FROM users WHERE id IN (SELECT id FROM bans);
-- check
SELECT count(*) = 0 FROM users WHERE name = 'good';
