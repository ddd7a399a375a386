-- title: Delete the tags without articles
-- harm: A group has at least one row, count(*) = 0 never holds
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE tags (id INTEGER PRIMARY KEY);
CREATE TABLE filed (article INTEGER, tag_id INTEGER);
-- rows
INSERT INTO tags VALUES (1),(2);
INSERT INTO filed VALUES (1,1);
-- migration
DELETE FROM tags WHERE id IN (SELECT tag_id FROM filed GROUP BY tag_id HAVING COUNT(*) = 0);
-- check
SELECT count(*) = 2 FROM tags;
