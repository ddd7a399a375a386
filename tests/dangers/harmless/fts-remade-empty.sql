-- title: Search with the porter stemmer
-- harm: none
-- before
CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE docs_fts USING fts5(body, content='docs', content_rowid='id');
-- rows
INSERT INTO docs VALUES (1,'running fast');
INSERT INTO docs_fts(docs_fts) VALUES ('rebuild');
-- migration
DROP TABLE docs_fts;
CREATE VIRTUAL TABLE docs_fts USING fts5(body, content='docs', content_rowid='id', tokenize='porter');
INSERT INTO docs_fts(docs_fts) VALUES ('rebuild');
-- check
SELECT count(*) = 1 FROM docs_fts WHERE docs_fts MATCH 'run';
