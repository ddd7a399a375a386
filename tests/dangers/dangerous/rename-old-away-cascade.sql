-- title: Rebuild projects by moving the old table out of the way first
-- harm: RENAME makes the tasks refer to projects_old, and dropping that deletes them all
-- kind: rows-lost
-- line: 4
-- before
CREATE TABLE projects (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE tasks (id INTEGER PRIMARY KEY, project_id INTEGER REFERENCES projects(id) ON DELETE CASCADE);
-- rows
INSERT INTO projects VALUES (1,'p');
INSERT INTO tasks VALUES (1,1),(2,1);
-- migration
ALTER TABLE projects RENAME TO projects_old;
CREATE TABLE projects (id INTEGER PRIMARY KEY, title TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0);
INSERT INTO projects (id, title) SELECT id, title FROM projects_old;
DROP TABLE projects_old;
-- check
SELECT count(*) = 0 FROM tasks;
