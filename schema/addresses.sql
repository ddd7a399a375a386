-- Known addresses and what they are called.
CREATE TABLE addresses (
  address     TEXT PRIMARY KEY,
  project_id  INTEGER REFERENCES projects (id) ON DELETE SET NULL,
  label       TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX addresses_by_project ON addresses (project_id) WHERE project_id IS NOT NULL;
