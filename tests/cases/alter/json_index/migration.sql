CREATE INDEX post_a ON post (json_extract(body, '$.a'), body ->> 'b');
