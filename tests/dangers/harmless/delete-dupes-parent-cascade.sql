-- title: Remove double tags, the older one stays
-- harm: none
-- before
CREATE TABLE tags (id INTEGER PRIMARY KEY, label TEXT);
CREATE TABLE article_tags (article_id INTEGER, tag_id INTEGER REFERENCES tags(id) ON DELETE CASCADE);
-- rows
INSERT INTO tags VALUES (1,'sql'),(2,'sql'),(3,'rust');
INSERT INTO article_tags VALUES (100,1),(101,2),(102,3);
-- migration
UPDATE article_tags SET tag_id = (SELECT min(k.id) FROM tags k JOIN tags t ON t.label = k.label WHERE t.id = article_tags.tag_id);
DELETE FROM tags WHERE id NOT IN (SELECT min(id) FROM tags GROUP BY label);
CREATE UNIQUE INDEX tags_label ON tags(label);
-- check
SELECT (SELECT count(*) FROM article_tags) = 3 AND (SELECT count(*) FROM tags) = 2;
