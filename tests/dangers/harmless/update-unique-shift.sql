-- title: Move all positions down by one
-- harm: none
-- before
CREATE TABLE slides (id INTEGER PRIMARY KEY, pos INTEGER UNIQUE);
-- rows
INSERT INTO slides VALUES (1,1),(2,2),(3,3);
-- migration
UPDATE slides SET pos = -(pos + 1);
UPDATE slides SET pos = -pos;
-- check
SELECT group_concat(pos) = '2,3,4' FROM (SELECT pos FROM slides ORDER BY id);
