-- title: Rebuild posts, the search table is kept in step by triggers
-- harm: The triggers are gone with the old table: what is written from now on cannot be found
-- kind: guarantee-lost
-- line: 3
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, t TEXT);
CREATE VIRTUAL TABLE posts_fts USING fts5(t, content='posts', content_rowid='id');
CREATE TRIGGER posts_ai AFTER INSERT ON posts BEGIN INSERT INTO posts_fts(rowid, t) VALUES (new.id, new.t); END;
-- rows
INSERT INTO posts VALUES (1,'alpha');
-- migration
CREATE TABLE posts_new (id INTEGER PRIMARY KEY, t TEXT NOT NULL);
INSERT INTO posts_new SELECT * FROM posts;
DROP TABLE posts;
ALTER TABLE posts_new RENAME TO posts;
INSERT INTO posts VALUES (2, 'gamma');
-- check
SELECT count(*) = 0 FROM posts_fts WHERE posts_fts MATCH 'gamma';
