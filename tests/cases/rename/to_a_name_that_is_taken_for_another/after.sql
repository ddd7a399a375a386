CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  userid INTEGER,
  user_id INTEGER  -- reconcile: renamed-from author
);
