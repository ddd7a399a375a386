-- title: Rebuild pages to forbid NULL titles
-- harm: none
-- before
CREATE TABLE pages (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
ALTER TABLE pages ADD COLUMN locale TEXT;
-- rows
INSERT INTO pages VALUES (1,'t','b','fr');
-- migration
CREATE TABLE pages_new (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT, locale TEXT);
INSERT INTO pages_new (id, title, body, locale) SELECT id, title, body, locale FROM pages;
DROP TABLE pages;
ALTER TABLE pages_new RENAME TO pages;
-- check
SELECT locale = 'fr' FROM pages;
