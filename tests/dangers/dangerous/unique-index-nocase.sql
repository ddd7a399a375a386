-- title: Make team names unique with NOCASE
-- harm: Two names differ in case only
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO teams VALUES (1,'Red'),(2,'RED'),(3,'blue');
-- migration
CREATE UNIQUE INDEX IF NOT EXISTS teams_name ON teams (name COLLATE NOCASE);
-- check
-- error: UNIQUE constraint failed
SELECT 1;
