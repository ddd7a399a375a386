CREATE VIRTUAL TABLE docs_fts USING fts5(title, body, content='docs', content_rowid='id');
