-- title: Drop the log, nobody reads it
-- harm: A trigger on users writes into it: no user can be inserted any more
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE log (t TEXT);
CREATE TRIGGER users_log AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.name); END;
-- rows
INSERT INTO users VALUES (1,'a');
-- migration
DROP TABLE log;
-- check
SELECT (SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%INTO log%') = 1 AND (SELECT count(*) FROM sqlite_schema WHERE name = 'log') = 0;
