CREATE TABLE team (id INTEGER PRIMARY KEY, lead_id INTEGER REFERENCES member (id) ON DELETE SET NULL, name TEXT);
CREATE TABLE member (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE);
CREATE INDEX team_by_lead ON team (lead_id);
CREATE INDEX member_by_team ON member (team_id);
