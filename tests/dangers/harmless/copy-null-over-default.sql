-- title: Rebuild tasks with a status that is 'open' by default
-- harm: none
-- before
CREATE TABLE tasks (id INTEGER PRIMARY KEY, what TEXT);
-- rows
INSERT INTO tasks VALUES (1,'a'),(2,'b');
-- migration
CREATE TABLE tasks_new (id INTEGER PRIMARY KEY, what TEXT, status TEXT DEFAULT 'open');
INSERT INTO tasks_new (id, what) SELECT id, what FROM tasks;
DROP TABLE tasks;
ALTER TABLE tasks_new RENAME TO tasks;
-- check
SELECT count(*) = 2 FROM tasks WHERE status = 'open';
