-- title: Drop the log, nobody reads it
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE log (t TEXT);
CREATE TRIGGER users_log AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.name); END;
-- rows
INSERT INTO users VALUES (1,'a');
-- migration
DROP TRIGGER users_log;
DROP TABLE log;
-- check
SELECT count(*) = 0 FROM sqlite_schema WHERE name IN ('log', 'users_log');
