-- title: Fill the new table of tags from the JSON lists
-- harm: none
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, tags TEXT);
CREATE TABLE post_tags (post_id INTEGER, tag TEXT);
-- rows
INSERT INTO posts VALUES (1,'["a"]'),(2,'');
-- migration
INSERT INTO post_tags SELECT p.id, j.value FROM posts p, json_each(iif(json_valid(p.tags), p.tags, '[]')) j;
-- check
SELECT count(*) = 1 FROM post_tags;
