CREATE VIRTUAL TABLE search USING fts5 (body, lang);
