-- title: Delete what is older than thirty days
-- harm: In a subtraction the text counts as its leading number, the year: the difference is always more than 30
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO log VALUES (1,'2020-01-01'),(2,'2999-01-01');
-- migration
DELETE FROM log WHERE julianday('now') - at > 30;
-- check
SELECT count(*) = 0 FROM log;
