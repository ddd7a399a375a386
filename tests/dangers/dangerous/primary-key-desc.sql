-- title: Rebuild news with the newest first
-- harm: INTEGER PRIMARY KEY DESC is, by an old quirk, no alias of the rowid: a new row gets a NULL id
-- kind: guarantee-lost
-- line: 1
-- before
CREATE TABLE news (id INTEGER PRIMARY KEY, t TEXT);
-- rows
INSERT INTO news VALUES (1,'a');
-- migration
CREATE TABLE news_new (id INTEGER PRIMARY KEY DESC, t TEXT);
INSERT INTO news_new SELECT id, t FROM news;
DROP TABLE news;
ALTER TABLE news_new RENAME TO news;
INSERT INTO news (t) VALUES ('b');
-- check
SELECT id IS NULL FROM news WHERE t = 'b';
