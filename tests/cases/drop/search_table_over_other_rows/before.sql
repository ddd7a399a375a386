CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE find USING fts5(body, content='docs', content_rowid='id');
CREATE VIRTUAL TABLE less USING fts5(body, content='');
CREATE VIRTUAL TABLE own USING fts5(body);
CREATE VIRTUAL TABLE words USING fts5vocab('own', 'row');
