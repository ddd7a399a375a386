-- title: Add the team of each user, team 1 at first
-- harm: A new REFERENCES column must have the default NULL
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE teams (id INTEGER PRIMARY KEY);
CREATE TABLE users (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO teams VALUES (1);
INSERT INTO users VALUES (1);
-- migration
ALTER TABLE users ADD COLUMN team_id INTEGER NOT NULL DEFAULT 1 REFERENCES teams(id);
-- check
-- error: Cannot add a REFERENCES column with non-NULL default value
SELECT 1;
