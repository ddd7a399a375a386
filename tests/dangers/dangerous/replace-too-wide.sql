-- title: Move all links from http to https
-- harm: The links that are https already become httpss
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE links (id INTEGER PRIMARY KEY, url TEXT);
-- rows
INSERT INTO links VALUES (1,'http://a.x'),(2,'https://b.x');
-- migration
UPDATE links SET url = replace(url, 'http', 'https');
-- check
SELECT url = 'httpss://b.x' FROM links WHERE id = 2;
