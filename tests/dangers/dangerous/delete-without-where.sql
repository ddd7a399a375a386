-- title: Clear the expired sessions
-- harm: All sessions are deleted
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE sessions (id INTEGER PRIMARY KEY, expires TEXT);
-- rows
INSERT INTO sessions VALUES (1,'2020-01-01'),(2,'2999-01-01'),(3,NULL);
-- migration
DELETE FROM sessions;
-- check
SELECT count(*) = 0 FROM sessions;
