CREATE TABLE setting (
  scope TEXT CHECK (scope IN ('app', 'user')), -- reconcile: using lower(scope)
  name TEXT,
  value INTEGER, -- reconcile: using value * 10
  PRIMARY KEY (scope, name)
) WITHOUT ROWID;
