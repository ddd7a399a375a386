-- 1/1  create index post_a on post
--   for       index post_a is new
CREATE INDEX post_a ON post (json_extract(body, '$.a'), body ->> 'b');
