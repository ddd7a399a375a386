-- API keys of a project. Only the hash is kept.
CREATE TABLE api_keys (
  id          INTEGER PRIMARY KEY,
  project_id  INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  hash        BLOB NOT NULL UNIQUE,
  label       TEXT,
  expires_at  INTEGER
);
CREATE INDEX api_keys_by_project ON api_keys (project_id);
