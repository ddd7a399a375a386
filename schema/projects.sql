-- A project is one on-chain program of one account.
CREATE TABLE projects (
  id          INTEGER PRIMARY KEY,
  account_id  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  program_id  TEXT NOT NULL CHECK (length(program_id) BETWEEN 32 AND 44),
  name        TEXT NOT NULL,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  is_public   INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1)),
  updated_at  INTEGER,
  UNIQUE (account_id, program_id)
);

CREATE TRIGGER projects_touch AFTER UPDATE OF name, is_public ON projects
BEGIN
  UPDATE projects SET updated_at = unixepoch() WHERE id = NEW.id;
END;
