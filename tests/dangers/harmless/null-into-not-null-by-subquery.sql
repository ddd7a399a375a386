-- title: Take the owner of each site from its team
-- harm: none
-- before
CREATE TABLE teams (id INTEGER PRIMARY KEY, owner TEXT);
CREATE TABLE sites (id INTEGER PRIMARY KEY, team_id INTEGER, owner TEXT NOT NULL DEFAULT '');
-- rows
INSERT INTO teams VALUES (1,'kim');
INSERT INTO sites VALUES (1,1,''),(2,NULL,'lee');
-- migration
UPDATE sites SET owner = coalesce((SELECT t.owner FROM teams t WHERE t.id = sites.team_id), owner);
-- check
SELECT group_concat(owner) = 'kim,lee' FROM (SELECT owner FROM sites ORDER BY id);
