CREATE TABLE tenants (
  id      TEXT PRIMARY KEY,
  name    TEXT NOT NULL,
  limits  TEXT NOT NULL CHECK (json_valid(limits)),
  created INTEGER NOT NULL DEFAULT (unixepoch())
) STRICT;
CREATE TABLE members (
  id        INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  manager   INTEGER REFERENCES members (id),
  email     TEXT NOT NULL,
  secret    BLOB NOT NULL,
  extra     ANY
) STRICT;
CREATE TABLE profiles (
  member_id INTEGER PRIMARY KEY REFERENCES members (id),
  picture   BLOB
) STRICT;
CREATE TABLE legacy (code TEXT PRIMARY KEY, member_id INTEGER REFERENCES members (id));
