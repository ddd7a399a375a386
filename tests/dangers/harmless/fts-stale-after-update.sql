-- title: Correct the spelling of a word in all articles
-- harm: none
-- before
CREATE TABLE articles (id INTEGER PRIMARY KEY, t TEXT);
CREATE VIRTUAL TABLE articles_fts USING fts5(t, content='articles', content_rowid='id');
-- rows
INSERT INTO articles VALUES (1,'colour');
INSERT INTO articles_fts(articles_fts) VALUES ('rebuild');
-- migration
UPDATE articles SET t = replace(t, 'colour', 'color');
INSERT INTO articles_fts(articles_fts) VALUES ('rebuild');
-- check
SELECT (SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'color') = 1;
