CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT, meta TEXT NOT NULL DEFAULT '');
CREATE INDEX post_meta ON post (json_extract(meta, '$.a'));
