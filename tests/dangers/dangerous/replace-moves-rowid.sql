-- title: Correct the text of the page 'about'
-- harm: REPLACE writes a new row with a new rowid, the search table still points at the old one
-- kind: rowid-moved
-- line: 1
-- before
CREATE TABLE pages (slug TEXT PRIMARY KEY, body TEXT);
CREATE TABLE pins (page_rowid INTEGER);
-- rows
INSERT INTO pages VALUES ('about','old'),('jobs','x');
INSERT INTO pins VALUES (1);
-- migration
INSERT OR REPLACE INTO pages (slug, body) VALUES ('about', 'new');
-- check
SELECT count(*) = 0 FROM pins p JOIN pages g ON g.rowid = p.page_rowid;
