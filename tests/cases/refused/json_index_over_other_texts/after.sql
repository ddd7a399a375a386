CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT);
CREATE INDEX post_a ON post (body ->> 'a');
