CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT, a TEXT AS (body ->> 'a') STORED);
