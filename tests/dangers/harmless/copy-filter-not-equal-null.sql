-- title: Rebuild comments and leave the spam behind
-- harm: none
-- before
CREATE TABLE comments (id INTEGER PRIMARY KEY, label TEXT, body TEXT);
-- rows
INSERT INTO comments VALUES (1,'spam','buy'),(2,NULL,'hello'),(3,'ok','yes');
-- migration
CREATE TABLE comments_new (id INTEGER PRIMARY KEY, label TEXT, body TEXT NOT NULL);
INSERT INTO comments_new SELECT * FROM comments WHERE label IS NOT 'spam';
DROP TABLE comments;
ALTER TABLE comments_new RENAME TO comments;
-- check
SELECT count(*) = 2 FROM comments;
