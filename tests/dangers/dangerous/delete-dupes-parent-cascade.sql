-- title: Remove double tags, the older one stays
-- harm: The articles filed under the removed tag lose their link: article_tags cascades and nobody moves it to the tag that stays
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE tags (id INTEGER PRIMARY KEY, label TEXT);
CREATE TABLE article_tags (article_id INTEGER, tag_id INTEGER REFERENCES tags(id) ON DELETE CASCADE);
-- rows
INSERT INTO tags VALUES (1,'sql'),(2,'sql'),(3,'rust');
INSERT INTO article_tags VALUES (100,1),(101,2),(102,3);
-- migration
DELETE FROM tags WHERE id NOT IN (SELECT min(id) FROM tags GROUP BY label);
CREATE UNIQUE INDEX tags_label ON tags(label);
-- check
SELECT count(*) = 2 FROM article_tags;
