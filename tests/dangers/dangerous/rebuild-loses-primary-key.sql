-- title: Rebuild logs with a level
-- harm: id is no primary key any more: new rows have a NULL id
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE logs (id INTEGER PRIMARY KEY, line TEXT);
-- rows
INSERT INTO logs VALUES (1,'a');
-- migration
CREATE TABLE logs_new (id INTEGER, line TEXT, level TEXT);
INSERT INTO logs_new (id, line) SELECT id, line FROM logs;
DROP TABLE logs;
ALTER TABLE logs_new RENAME TO logs;
INSERT INTO logs (line) VALUES ('b');
-- check
SELECT id IS NULL FROM logs WHERE line = 'b';
