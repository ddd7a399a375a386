CREATE TABLE d (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE f USING fts5(body, content='d', content_rowid='id', tokenize='porter');
