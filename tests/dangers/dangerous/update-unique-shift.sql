-- title: Move all positions down by one
-- harm: Uniqueness is checked row by row: 1 becomes 2 while 2 is still there
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE slides (id INTEGER PRIMARY KEY, pos INTEGER UNIQUE);
-- rows
INSERT INTO slides VALUES (1,1),(2,2),(3,3);
-- migration
UPDATE slides SET pos = pos + 1;
-- check
-- error: UNIQUE constraint failed
SELECT 1;
