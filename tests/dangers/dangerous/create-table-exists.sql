-- title: Create the table of tags
-- harm: It is there already
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE tags (id INTEGER PRIMARY KEY);
-- rows
-- migration
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT);
-- check
-- error: already exists
SELECT 1;
