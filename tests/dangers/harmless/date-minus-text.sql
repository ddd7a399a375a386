-- title: Delete what is older than thirty days
-- harm: none
-- before
CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO log VALUES (1,'2020-01-01'),(2,'2999-01-01');
-- migration
DELETE FROM log WHERE julianday('now') - julianday(at) > 30;
-- check
SELECT count(*) = 1 FROM log;
