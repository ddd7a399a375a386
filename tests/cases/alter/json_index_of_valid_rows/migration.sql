CREATE INDEX post_a ON post (json_extract(body, '$.a')) WHERE json_valid(body);
