-- title: Remove the debug lines from the log
-- harm: none
-- before
CREATE TABLE log (id INTEGER PRIMARY KEY, level TEXT);
-- rows
INSERT INTO log VALUES (1,'debug'),(2,'error');
-- migration
DELETE FROM log -- only these
WHERE level = 'debug';
-- check
SELECT count(*) = 1 FROM log;
