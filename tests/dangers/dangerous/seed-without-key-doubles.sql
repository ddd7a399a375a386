-- title: Add the default tags
-- harm: No constraint makes OR IGNORE ignore anything: the tags are there twice
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO tags (name) VALUES ('news'),('help');
-- migration
INSERT OR IGNORE INTO tags (name) VALUES ('news'), ('help'), ('jobs');
-- check
SELECT count(*) = 2 FROM tags WHERE name = 'news';
