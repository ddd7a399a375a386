-- title: Add the team of each user, team 1 at first
-- harm: none
-- before
CREATE TABLE teams (id INTEGER PRIMARY KEY);
CREATE TABLE users (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO teams VALUES (1);
INSERT INTO users VALUES (1);
-- migration
ALTER TABLE users ADD COLUMN team_id INTEGER REFERENCES teams(id);
UPDATE users SET team_id = 1;
-- check
SELECT team_id = 1 FROM users;
