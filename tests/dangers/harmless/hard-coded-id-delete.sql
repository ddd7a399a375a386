-- title: Remove the demo project made by the first migration
-- harm: none
-- before
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, demo INTEGER DEFAULT 0);
-- rows
INSERT INTO projects VALUES (1,'real work',0),(2,'demo',1);
-- migration
DELETE FROM projects WHERE name = 'demo' AND demo = 1;
-- check
SELECT group_concat(name) = 'real work' FROM projects;
