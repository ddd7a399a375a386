CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIEW texts AS SELECT id, title || ' ' || body AS text FROM docs;
CREATE VIRTUAL TABLE texts_fts USING fts5(text, content='texts', content_rowid='id');
