-- title: Make the slug unique
-- harm: none
-- before
CREATE TABLE pages (id INTEGER PRIMARY KEY, slug TEXT);
-- rows
INSERT INTO pages VALUES (1,'home'),(2,'home'),(3,NULL);
-- migration
UPDATE pages SET slug = slug || '-' || id WHERE id NOT IN (SELECT min(id) FROM pages GROUP BY slug);
CREATE UNIQUE INDEX pages_slug ON pages (slug);
-- check
SELECT count(*) = 1 FROM pragma_index_list('pages') WHERE "unique";
