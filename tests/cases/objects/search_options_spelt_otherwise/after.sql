CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIRTUAL TABLE docs_fts USING fts5("title", body, tokenize = porter, content_rowid = id, content = "Docs", detail=full, columnsize=1);
CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER DEFAULT 16);
CREATE VIEW v AS SELECT a.n x FROM a;
CREATE VIRTUAL TABLE loose USING fts5(t, prefix=3, prefix=2, content="", contentless_delete=0);
CREATE TABLE b (id INTEGER PRIMARY KEY);
