-- title: Remove double slugs
-- harm: Each of the two finds the other, so both are deleted
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE pages (id INTEGER PRIMARY KEY, slug TEXT);
-- rows
INSERT INTO pages VALUES (1,'home'),(2,'home'),(3,'faq');
-- migration
DELETE FROM pages WHERE EXISTS (SELECT 1 FROM pages p WHERE p.slug = pages.slug AND p.id <> pages.id);
-- check
SELECT count(*) = 0 FROM pages WHERE slug = 'home';
