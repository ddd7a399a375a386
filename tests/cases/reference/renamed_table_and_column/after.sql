-- reconcile: renamed-from role
CREATE TABLE roles (
  id INTEGER PRIMARY KEY,
  label TEXT NOT NULL,       -- reconcile: renamed-from name
  rank INTEGER NOT NULL DEFAULT 5 CHECK (rank > 0)
);
CREATE TABLE users (id INTEGER PRIMARY KEY, role INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE);
