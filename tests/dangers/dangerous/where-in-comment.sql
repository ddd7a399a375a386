-- title: Remove the debug lines from the log
-- harm: The WHERE is behind the comment mark, so the whole log is deleted
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE log (id INTEGER PRIMARY KEY, level TEXT);
-- rows
INSERT INTO log VALUES (1,'debug'),(2,'error');
-- migration
DELETE FROM log -- WHERE level = 'debug'
;
-- check
SELECT count(*) = 0 FROM log;
