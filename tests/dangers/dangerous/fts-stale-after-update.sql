-- title: Correct the spelling of a word in all articles
-- harm: The search table has no triggers and is not rebuilt: it finds the old word, not the new one
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE articles (id INTEGER PRIMARY KEY, t TEXT);
CREATE VIRTUAL TABLE articles_fts USING fts5(t, content='articles', content_rowid='id');
-- rows
INSERT INTO articles VALUES (1,'colour');
INSERT INTO articles_fts(articles_fts) VALUES ('rebuild');
-- migration
UPDATE articles SET t = replace(t, 'colour', 'color');
-- check
SELECT (SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'color') = 0;
