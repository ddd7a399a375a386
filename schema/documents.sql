-- The interface documents of a project, one row per version.
CREATE TABLE documents (
  id          INTEGER PRIMARY KEY,
  project_id  INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  body        TEXT NOT NULL CHECK (json_valid(body)),
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (project_id, version)
);
CREATE INDEX documents_newest ON documents (project_id, version DESC);
