-- title: Number the albums with the help of a scratch table
-- harm: none
-- before
CREATE TABLE albums (id INTEGER PRIMARY KEY, pos INTEGER);
-- rows
INSERT INTO albums (id) VALUES (4),(9);
-- migration
CREATE TABLE scratch (id INTEGER PRIMARY KEY, pos INTEGER);
INSERT INTO scratch SELECT id, row_number() OVER (ORDER BY id) FROM albums;
UPDATE albums SET pos = (SELECT s.pos FROM scratch s WHERE s.id = albums.id);
DELETE FROM scratch;
DROP TABLE scratch;
-- check
SELECT group_concat(pos) = '1,2' FROM (SELECT pos FROM albums ORDER BY id);
