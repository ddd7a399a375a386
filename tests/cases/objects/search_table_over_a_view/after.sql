CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIEW texts AS SELECT id, title || ' ' || body AS text FROM docs;
CREATE VIRTUAL TABLE texts_fts USING fts5(TEXT, content='Texts', content_rowid='ID');
