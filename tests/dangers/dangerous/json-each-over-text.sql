-- title: Fill the new table of tags from the JSON lists
-- harm: An empty text is no JSON list
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, tags TEXT);
CREATE TABLE post_tags (post_id INTEGER, tag TEXT);
-- rows
INSERT INTO posts VALUES (1,'["a"]'),(2,'');
-- migration
INSERT INTO post_tags SELECT p.id, j.value FROM posts p, json_each(p.tags) j;
-- check
-- error: malformed JSON
SELECT 1;
