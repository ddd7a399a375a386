-- title: Delete the blocked pairs from follows
-- harm: none
-- before
CREATE TABLE follows (src INTEGER, dst INTEGER);
CREATE TABLE blocks (src INTEGER, dst INTEGER);
-- rows
INSERT INTO follows VALUES (1,2),(2,1);
INSERT INTO blocks VALUES (1,2);
-- migration
DELETE FROM follows WHERE (src, dst) IN (SELECT src, dst FROM blocks);
-- check
SELECT src = 2 FROM follows;
