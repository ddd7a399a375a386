-- title: Add a name to teams
-- harm: The view takes name from users without saying so, now the name is ambiguous and each query of the view fails
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER, name TEXT);
CREATE TABLE teams (tid INTEGER PRIMARY KEY);
CREATE VIEW roster AS SELECT tid, name FROM users JOIN teams ON tid = team_id;
-- rows
INSERT INTO users VALUES (1,1,'Ann');
INSERT INTO teams VALUES (1);
-- migration
ALTER TABLE teams ADD COLUMN name TEXT;
-- check
SELECT (SELECT count(*) FROM pragma_table_info('teams') WHERE name = 'name') = 1 AND (SELECT sql LIKE '%tid, name FROM%' FROM sqlite_schema WHERE name = 'roster');
