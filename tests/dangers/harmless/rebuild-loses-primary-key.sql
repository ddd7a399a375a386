-- title: Rebuild logs with a level
-- harm: none
-- before
CREATE TABLE logs (id INTEGER PRIMARY KEY, line TEXT);
-- rows
INSERT INTO logs VALUES (1,'a');
-- migration
CREATE TABLE logs_new (id INTEGER, line TEXT, level TEXT, PRIMARY KEY (id));
INSERT INTO logs_new (id, line) SELECT id, line FROM logs;
DROP TABLE logs;
ALTER TABLE logs_new RENAME TO logs;
INSERT INTO logs (line) VALUES ('b');
-- check
SELECT id = 2 FROM logs WHERE line = 'b';
