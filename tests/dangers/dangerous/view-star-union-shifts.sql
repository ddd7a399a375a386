-- title: Rebuild archive with its columns in a better order
-- harm: The view joins two SELECT * with UNION ALL, by position: the title of archived posts is now the author
-- kind: side-effect
-- line: 2
-- before
CREATE TABLE posts (id INTEGER, title TEXT, author TEXT);
CREATE TABLE archive (id INTEGER, title TEXT, author TEXT);
CREATE VIEW all_posts AS SELECT * FROM posts UNION ALL SELECT * FROM archive;
-- rows
INSERT INTO posts VALUES (1,'now','kim');
INSERT INTO archive VALUES (2,'then','lee');
-- migration
DROP VIEW all_posts;
CREATE TABLE archive_new (id INTEGER, author TEXT, title TEXT);
INSERT INTO archive_new (id, title, author) SELECT id, title, author FROM archive;
DROP TABLE archive;
ALTER TABLE archive_new RENAME TO archive;
CREATE VIEW all_posts AS SELECT * FROM posts UNION ALL SELECT * FROM archive;
-- check
SELECT title = 'lee' FROM all_posts WHERE id = 2;
