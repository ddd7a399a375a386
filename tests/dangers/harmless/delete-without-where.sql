-- title: Clear the expired sessions
-- harm: none
-- before
CREATE TABLE sessions (id INTEGER PRIMARY KEY, expires TEXT);
-- rows
INSERT INTO sessions VALUES (1,'2020-01-01'),(2,'2999-01-01'),(3,NULL);
-- migration
DELETE FROM sessions WHERE expires < '2026-01-01';
-- check
SELECT count(*) = 2 FROM sessions;
