CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIRTUAL TABLE docs_fts USING fts5(title, body, content='docs', content_rowid='id', tokenize='porter unicode61');
CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER DEFAULT 0x10);
CREATE VIEW v AS SELECT a.n AS x FROM a;
CREATE VIRTUAL TABLE loose USING fts5(t, content='', prefix='2 3');
