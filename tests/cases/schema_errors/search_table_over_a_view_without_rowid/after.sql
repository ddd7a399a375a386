CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIEW titles AS SELECT title FROM docs;
CREATE VIRTUAL TABLE titles_fts USING fts5(title, content='titles');
