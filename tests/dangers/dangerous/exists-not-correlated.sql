-- title: Delete the sessions of banned users
-- harm: EXISTS does not look at the session: if anybody is banned all sessions go
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, banned INTEGER);
CREATE TABLE sessions (id INTEGER PRIMARY KEY, user_id INTEGER);
-- rows
INSERT INTO users VALUES (1,0),(2,1);
INSERT INTO sessions VALUES (1,1),(2,2);
-- migration
DELETE FROM sessions WHERE EXISTS (SELECT 1 FROM users WHERE banned = 1);
-- check
SELECT count(*) = 0 FROM sessions;
