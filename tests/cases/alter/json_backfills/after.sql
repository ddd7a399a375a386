CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  body TEXT,
  title TEXT, -- reconcile: backfill json_extract(body, '$.a')
  tag TEXT, -- reconcile: backfill body ->> '$.tags[0]'
  meta TEXT, -- reconcile: backfill json_set(body, '$.b', id)
  tags INTEGER -- reconcile: backfill (SELECT count(*) FROM json_each(body, '$.tags'))
);
