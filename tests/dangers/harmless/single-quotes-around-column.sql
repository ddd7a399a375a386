-- title: Lower the rank of all with a score under 10
-- harm: none
-- before
CREATE TABLE ranks (id INTEGER PRIMARY KEY, score INTEGER, r INTEGER DEFAULT 5);
-- rows
INSERT INTO ranks (id, score) VALUES (1,3),(2,30);
-- migration
UPDATE ranks SET r = 1 WHERE score < 10;
-- check
SELECT group_concat(r) = '1,5' FROM (SELECT r FROM ranks ORDER BY id);
