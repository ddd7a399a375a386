-- title: Make a slug of each title
-- harm: none
-- before
CREATE TABLE pages (id INTEGER PRIMARY KEY, title TEXT, slug TEXT);
-- rows
INSERT INTO pages VALUES (1,'About us','about'),(2,'Jobs',NULL);
-- migration
UPDATE pages SET slug = coalesce(slug, lower(replace(title, ' ', '-')));
-- check
SELECT group_concat(slug) = 'about,jobs' FROM (SELECT slug FROM pages ORDER BY id);
