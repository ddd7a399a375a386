CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  mail TEXT,
  full_name TEXT  -- reconcile: renamed-from name
);
