CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT CHECK (json_type(body) = 'object'));
