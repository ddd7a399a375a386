-- title: Take the owner of each site from its team
-- harm: A site without a team gets NULL, and owner is NOT NULL
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE teams (id INTEGER PRIMARY KEY, owner TEXT);
CREATE TABLE sites (id INTEGER PRIMARY KEY, team_id INTEGER, owner TEXT NOT NULL DEFAULT '');
-- rows
INSERT INTO teams VALUES (1,'kim');
INSERT INTO sites VALUES (1,1,''),(2,NULL,'lee');
-- migration
UPDATE sites SET owner = (SELECT owner FROM teams WHERE teams.id = sites.team_id);
-- check
-- error: NOT NULL constraint failed
SELECT 1;
