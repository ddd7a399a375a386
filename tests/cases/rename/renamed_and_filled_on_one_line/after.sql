CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL, -- reconcile: renamed-from mail -- reconcile: backfill '-- reconcile: none' -- old rows
  name TEXT NOT NULL -- reconcile: backfill coalesce(name /* as typed */, '') /* until they say */ -- reconcile: renamed-from login
);
