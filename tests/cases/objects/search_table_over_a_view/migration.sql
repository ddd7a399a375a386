CREATE VIEW texts AS SELECT id, title || ' ' || body AS text FROM docs;
CREATE VIRTUAL TABLE texts_fts USING fts5(TEXT, content='Texts', content_rowid='ID');
INSERT INTO texts_fts(texts_fts) VALUES('rebuild');
