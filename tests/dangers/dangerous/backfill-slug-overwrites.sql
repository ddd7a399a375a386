-- title: Make a slug of each title
-- harm: Slugs that editors had set by hand are overwritten
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE pages (id INTEGER PRIMARY KEY, title TEXT, slug TEXT);
-- rows
INSERT INTO pages VALUES (1,'About us','about'),(2,'Jobs',NULL);
-- migration
UPDATE pages SET slug = lower(replace(title, ' ', '-'));
-- check
SELECT slug <> 'about' FROM pages WHERE id = 1;
