#!/usr/bin/env bash
# How generated/ came about: the sample schema grows in seven steps, and reconcile writes each migration.
# Run it in an empty folder; with the same reconcile it gives the very same bytes.
#   examples/grow.sh path/to/reconcile
set -euo pipefail
reconcile=${1:?usage: grow.sh path/to/reconcile}
day=1767225600 # 2026-01-01T00:00:00Z
step() { # name, further flags
  local name=$1
  shift
  SOURCE_DATE_EPOCH=$day "$reconcile" plan --target sqlite:dev.db --migrations generated --name "$name" "$@"
  "$reconcile" apply --target sqlite:dev.db --migrations generated --quiet
  day=$((day + 604800))
}
mkdir -p schema

# 1. Accounts from an OAuth login, and their projects.
cat > schema/accounts.sql <<'SQL'
-- People who signed in with an OAuth provider.
CREATE TABLE accounts (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  provider    TEXT NOT NULL,
  subject     TEXT NOT NULL,            -- the provider's stable id of the person
  login       TEXT NOT NULL,
  avatar      TEXT,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (provider, subject)
);
SQL
cat > schema/projects.sql <<'SQL'
-- A project is one on-chain program of one account.
CREATE TABLE projects (
  id          INTEGER PRIMARY KEY,
  account_id  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  program_id  TEXT NOT NULL,
  name        TEXT NOT NULL,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (account_id, program_id)
);
SQL
step first_schema

# 2. Interface documents in versions, and API keys.
cat > schema/documents.sql <<'SQL'
-- The interface documents of a project, one row per version.
CREATE TABLE documents (
  id          INTEGER PRIMARY KEY,
  project_id  INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  body        TEXT NOT NULL CHECK (json_valid(body)),
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (project_id, version)
);
SQL
cat > schema/keys.sql <<'SQL'
-- API keys of a project. Only the hash is kept.
CREATE TABLE api_keys (
  id          INTEGER PRIMARY KEY,
  project_id  INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  hash        BLOB NOT NULL UNIQUE,
  label       TEXT,
  expires_at  INTEGER
);
CREATE INDEX api_keys_by_project ON api_keys (project_id);
SQL
step documents_and_keys

# 3. Projects can be public; social links; labelled addresses.
cat > schema/projects.sql <<'SQL'
-- A project is one on-chain program of one account.
CREATE TABLE projects (
  id          INTEGER PRIMARY KEY,
  account_id  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  program_id  TEXT NOT NULL,
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
SQL
cat > schema/links.sql <<'SQL'
-- One row of social links per project.
CREATE TABLE social_links (
  project_id  INTEGER PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
  website     TEXT,
  x           TEXT,
  discord     TEXT
);
SQL
cat > schema/addresses.sql <<'SQL'
-- Known addresses and what they are called.
CREATE TABLE addresses (
  address     TEXT PRIMARY KEY,
  project_id  INTEGER REFERENCES projects (id) ON DELETE SET NULL,
  label       TEXT NOT NULL
) WITHOUT ROWID;
SQL
step public_projects_links_and_addresses

# 4. Newest document first; addresses are looked up by project.
cat >> schema/documents.sql <<'SQL'
CREATE INDEX documents_newest ON documents (project_id, version DESC);
SQL
cat >> schema/addresses.sql <<'SQL'
CREATE INDEX addresses_by_project ON addresses (project_id) WHERE project_id IS NOT NULL;
SQL
step lookup_indexes

# 5. What the public sees, as a view.
cat > schema/public.sql <<'SQL'
-- What anyone may see: public projects with their newest document.
CREATE VIEW public_projects AS
SELECT p.id, p.program_id, p.name, a.login AS owner, max(d.version) AS version
FROM projects p
JOIN accounts a ON a.id = p.account_id
LEFT JOIN documents d ON d.project_id = p.id
WHERE p.is_public = 1
GROUP BY p.id;
SQL
step public_view

# 6. A rebuild of a referenced table: program ids are checked from now on, and every child row stays.
sed -i 's/^  program_id  TEXT NOT NULL,$/  program_id  TEXT NOT NULL CHECK (length(program_id) BETWEEN 32 AND 44),/' schema/projects.sql
step check_program_ids

# 7. A rename, and a new column filled from another one.
sed -i "s/^  login       TEXT NOT NULL,$/  handle      TEXT NOT NULL,            -- reconcile: renamed-from login\n  name        TEXT NOT NULL,            -- reconcile: backfill handle/" schema/accounts.sql
sed -i 's/a.login AS owner/a.handle AS owner/' schema/public.sql
step rename_login_to_handle
