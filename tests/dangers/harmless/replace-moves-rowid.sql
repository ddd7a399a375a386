-- title: Correct the text of the page 'about'
-- harm: none
-- before
CREATE TABLE pages (slug TEXT PRIMARY KEY, body TEXT);
CREATE TABLE pins (page_rowid INTEGER);
-- rows
INSERT INTO pages VALUES ('about','old'),('jobs','x');
INSERT INTO pins VALUES (1);
-- migration
INSERT INTO pages (slug, body) VALUES ('about', 'new') ON CONFLICT (slug) DO UPDATE SET body = excluded.body;
-- check
SELECT g.body = 'new' FROM pins p JOIN pages g ON g.rowid = p.page_rowid;
