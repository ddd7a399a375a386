-- title: Add a name to teams
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER, name TEXT);
CREATE TABLE teams (tid INTEGER PRIMARY KEY);
CREATE VIEW roster AS SELECT tid, name FROM users JOIN teams ON tid = team_id;
-- rows
INSERT INTO users VALUES (1,1,'Ann');
INSERT INTO teams VALUES (1);
-- migration
DROP VIEW roster;
ALTER TABLE teams ADD COLUMN name TEXT;
CREATE VIEW roster AS SELECT t.tid, u.name FROM users u JOIN teams t ON t.tid = u.team_id;
-- check
SELECT name = 'Ann' FROM roster;
