CREATE TABLE teams (tenant TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (tenant, key));
CREATE TABLE labels (tenant TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (tenant, key));
CREATE TABLE members (
  id INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  team TEXT NOT NULL,
  label TEXT NOT NULL,
  FOREIGN KEY (tenant, team) REFERENCES teams (tenant, key) ON DELETE CASCADE,
  FOREIGN KEY (tenant, label) REFERENCES labels (tenant, key) ON DELETE CASCADE
);
