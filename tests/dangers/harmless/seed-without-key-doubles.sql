-- title: Add the default tags
-- harm: none
-- before
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO tags (name) VALUES ('news'),('help');
-- migration
INSERT INTO tags (name) SELECT v.column1 FROM (VALUES ('news'), ('help'), ('jobs')) v WHERE v.column1 NOT IN (SELECT name FROM tags);
-- check
SELECT count(*) = 3 FROM tags;
