-- title: Rebuild docs; bookmarks holds the rowid of a doc
-- harm: The copy gives the rows new rowids, the bookmarks lead to another doc or to none
-- kind: rowid-moved
-- line: 2
-- before
CREATE TABLE docs (slug TEXT PRIMARY KEY, body TEXT);
CREATE TABLE bookmarks (who TEXT, doc_rowid INTEGER);
-- rows
INSERT INTO docs (rowid, slug, body) VALUES (3,'c','C'),(7,'g','G');
INSERT INTO bookmarks VALUES ('kim',7);
-- migration
CREATE TABLE docs_new (slug TEXT PRIMARY KEY, body TEXT NOT NULL);
INSERT INTO docs_new (slug, body) SELECT slug, body FROM docs;
DROP TABLE docs;
ALTER TABLE docs_new RENAME TO docs;
-- check
SELECT count(*) = 0 FROM bookmarks b JOIN docs d ON d.rowid = b.doc_rowid;
