-- One row of social links per project.
CREATE TABLE social_links (
  project_id  INTEGER PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
  website     TEXT,
  x           TEXT,
  discord     TEXT
);
