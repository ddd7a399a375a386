-- title: Copy the labels into the rebuilt table
-- harm: In single quotes the names are texts: each row holds the word label
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE bookmarks (id INTEGER PRIMARY KEY, label TEXT, host TEXT);
-- rows
INSERT INTO bookmarks VALUES (1,'home','h1'),(2,'work','h2');
-- migration
CREATE TABLE bookmarks_new (id INTEGER PRIMARY KEY, label TEXT, host TEXT NOT NULL);
INSERT INTO bookmarks_new ('id', 'label', 'host') SELECT id, 'label', 'host' FROM bookmarks;
DROP TABLE bookmarks;
ALTER TABLE bookmarks_new RENAME TO bookmarks;
-- check
SELECT count(*) = 2 FROM bookmarks WHERE label = 'label';
