-- title: Delete the sessions of banned users
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, banned INTEGER);
CREATE TABLE sessions (id INTEGER PRIMARY KEY, user_id INTEGER);
-- rows
INSERT INTO users VALUES (1,0),(2,1);
INSERT INTO sessions VALUES (1,1),(2,2);
-- migration
DELETE FROM sessions WHERE EXISTS (SELECT 1 FROM users WHERE banned = 1 AND users.id = sessions.user_id);
-- check
SELECT group_concat(id) = '1' FROM sessions;
