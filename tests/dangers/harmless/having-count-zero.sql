-- title: Delete the tags without articles
-- harm: none
-- before
CREATE TABLE tags (id INTEGER PRIMARY KEY);
CREATE TABLE filed (article INTEGER, tag_id INTEGER);
-- rows
INSERT INTO tags VALUES (1),(2);
INSERT INTO filed VALUES (1,1);
-- migration
DELETE FROM tags WHERE id IN (SELECT t.id FROM tags t LEFT JOIN filed f ON f.tag_id = t.id GROUP BY t.id HAVING COUNT(f.tag_id) = 0);
-- check
SELECT count(*) = 1 FROM tags;
