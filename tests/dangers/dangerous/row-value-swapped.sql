-- title: Delete the blocked pairs from follows
-- harm: The pairs are compared crosswise: the reverse of the blocked one is deleted
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE follows (src INTEGER, dst INTEGER);
CREATE TABLE blocks (src INTEGER, dst INTEGER);
-- rows
INSERT INTO follows VALUES (1,2),(2,1);
INSERT INTO blocks VALUES (1,2);
-- migration
DELETE FROM follows WHERE (src, dst) IN (SELECT dst, src FROM blocks);
-- check
SELECT src = 1 FROM follows;
