-- title: Make orgs.slug NOT NULL by rebuilding orgs; the teams are copied aside and put back
-- harm: The members, one level further down, are deleted by the second cascade and nobody puts them back
-- kind: rows-lost
-- line: 4
-- before
CREATE TABLE orgs (id INTEGER PRIMARY KEY, slug TEXT);
CREATE TABLE teams (id INTEGER PRIMARY KEY, org_id INTEGER REFERENCES orgs(id) ON DELETE CASCADE);
CREATE TABLE members (team_id INTEGER REFERENCES teams(id) ON DELETE CASCADE, who TEXT);
-- rows
INSERT INTO orgs VALUES (1,'one');
INSERT INTO teams VALUES (5,1),(6,1);
INSERT INTO members VALUES (5,'ann'),(6,'ben');
-- migration
CREATE TABLE teams_keep AS SELECT * FROM teams;
CREATE TABLE orgs_new (id INTEGER PRIMARY KEY, slug TEXT NOT NULL);
INSERT INTO orgs_new SELECT id, slug FROM orgs;
DROP TABLE orgs;
ALTER TABLE orgs_new RENAME TO orgs;
INSERT INTO teams SELECT * FROM teams_keep;
DROP TABLE teams_keep;
-- check
SELECT (SELECT count(*) FROM teams) = 2 AND (SELECT count(*) FROM members) = 0;
