CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  body TEXT,
  title TEXT -- reconcile: backfill CASE WHEN id > 2 THEN body ->> 'a' END
);
