-- title: Remove double slugs
-- harm: none
-- before
CREATE TABLE pages (id INTEGER PRIMARY KEY, slug TEXT);
-- rows
INSERT INTO pages VALUES (1,'home'),(2,'home'),(3,'faq');
-- migration
DELETE FROM pages WHERE EXISTS (SELECT 1 FROM pages p WHERE p.slug = pages.slug AND p.id < pages.id);
-- check
SELECT group_concat(id) = '1,3' FROM (SELECT id FROM pages ORDER BY id);
