-- title: Remove the demo project made by the first migration
-- harm: Its id is not 1 everywhere: here project 1 is a customer's
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, demo INTEGER DEFAULT 0);
-- rows
INSERT INTO projects VALUES (1,'real work',0),(2,'demo',1);
-- migration
DELETE FROM projects WHERE id = 1;
-- check
SELECT count(*) = 0 FROM projects WHERE name = 'real work';
