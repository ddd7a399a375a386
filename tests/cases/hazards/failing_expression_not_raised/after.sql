CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  body TEXT,
  title TEXT -- reconcile: backfill CASE WHEN json_valid(body) THEN json_extract(body, '$.a') END
);
