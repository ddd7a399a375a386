CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  body BLOB -- reconcile: using jsonb(body)
);
