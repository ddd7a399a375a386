CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE find USING fts5(body, content='docs', content_rowid='id');
