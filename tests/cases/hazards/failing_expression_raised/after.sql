CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  body TEXT,
  title TEXT -- reconcile: backfill json_extract(body, '$.a')
);
