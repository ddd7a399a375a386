CREATE TABLE users (
  user_id INTEGER PRIMARY KEY -- reconcile: renamed-from id
);
CREATE TABLE posts (id INTEGER PRIMARY KEY, u INT REFERENCES users (user_id) ON DELETE CASCADE);
