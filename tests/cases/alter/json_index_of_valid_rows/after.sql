CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT);
CREATE INDEX post_a ON post (json_extract(body, '$.a')) WHERE json_valid(body);
