CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE -- reconcile: renamed-from login -- reconcile: using lower(login)
);
CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  writer TEXT NOT NULL REFERENCES user (name) -- reconcile: renamed-from author -- reconcile: using lower(author)
);
CREATE INDEX post_author ON post (writer);
