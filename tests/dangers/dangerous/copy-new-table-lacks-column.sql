-- title: Rebuild pages to forbid NULL titles
-- harm: The new table, written from memory, has no column locale any more
-- kind: values-changed
-- line: 3
-- before
CREATE TABLE pages (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
ALTER TABLE pages ADD COLUMN locale TEXT;
-- rows
INSERT INTO pages VALUES (1,'t','b','fr');
-- migration
CREATE TABLE pages_new (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT);
INSERT INTO pages_new (id, title, body) SELECT id, title, body FROM pages;
DROP TABLE pages;
ALTER TABLE pages_new RENAME TO pages;
-- check
SELECT count(*) = 0 FROM pragma_table_info('pages') WHERE name = 'locale';
