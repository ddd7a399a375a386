CREATE VIRTUAL TABLE f USING fts5("true", body);
