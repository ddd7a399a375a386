-- title: Search with the porter stemmer
-- harm: The new search table is empty: nothing is found any more
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE docs_fts USING fts5(body, content='docs', content_rowid='id');
-- rows
INSERT INTO docs VALUES (1,'running fast');
INSERT INTO docs_fts(docs_fts) VALUES ('rebuild');
-- migration
DROP TABLE docs_fts;
CREATE VIRTUAL TABLE docs_fts USING fts5(body, content='docs', content_rowid='id', tokenize='porter');
-- check
SELECT count(*) = 0 FROM docs_fts WHERE docs_fts MATCH 'running';
