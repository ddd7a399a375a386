-- title: Rebuild tasks with a status that is 'open' by default
-- harm: The explicit NULL in the copy wins over the default
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE tasks (id INTEGER PRIMARY KEY, what TEXT);
-- rows
INSERT INTO tasks VALUES (1,'a'),(2,'b');
-- migration
CREATE TABLE tasks_new (id INTEGER PRIMARY KEY, what TEXT, status TEXT DEFAULT 'open');
INSERT INTO tasks_new SELECT id, what, NULL FROM tasks;
DROP TABLE tasks;
ALTER TABLE tasks_new RENAME TO tasks;
-- check
SELECT count(*) = 2 FROM tasks WHERE status IS NULL;
