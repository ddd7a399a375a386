-- title: Make the slug unique
-- harm: Two pages share a slug, the index cannot be made
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE pages (id INTEGER PRIMARY KEY, slug TEXT);
-- rows
INSERT INTO pages VALUES (1,'home'),(2,'home'),(3,NULL);
-- migration
CREATE UNIQUE INDEX pages_slug ON pages (slug);
-- check
-- error: UNIQUE constraint failed
SELECT 1;
