-- People who signed in with an OAuth provider.
CREATE TABLE accounts (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  provider    TEXT NOT NULL,
  subject     TEXT NOT NULL,            -- the provider's stable id of the person
  handle      TEXT NOT NULL,            -- reconcile: renamed-from login
  name        TEXT NOT NULL,            -- reconcile: backfill handle
  avatar      TEXT,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (provider, subject)
);
