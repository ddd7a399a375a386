-- title: Make team names unique (no two are equal)
-- harm: none
-- before
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO teams VALUES (1,'Red'),(2,'RED'),(3,'blue');
-- migration
CREATE UNIQUE INDEX IF NOT EXISTS teams_name ON teams (name);
-- check
SELECT count(*) = 1 FROM pragma_index_list('teams') WHERE "unique";
