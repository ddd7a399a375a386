-- title: Rebuild news with the newest first
-- harm: none
-- before
CREATE TABLE news (id INTEGER PRIMARY KEY, t TEXT);
-- rows
INSERT INTO news VALUES (1,'a');
-- migration
CREATE TABLE news_new (id INTEGER PRIMARY KEY ASC, t TEXT);
INSERT INTO news_new SELECT id, t FROM news;
DROP TABLE news;
ALTER TABLE news_new RENAME TO news;
INSERT INTO news (t) VALUES ('b');
-- check
SELECT id = 2 FROM news WHERE t = 'b';
