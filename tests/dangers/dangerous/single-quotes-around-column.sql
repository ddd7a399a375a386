-- title: Lower the rank of all with a score under 10
-- harm: 'score' in single quotes is a text, and a text is never less than a number
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE ranks (id INTEGER PRIMARY KEY, score INTEGER, r INTEGER DEFAULT 5);
-- rows
INSERT INTO ranks (id, score) VALUES (1,3),(2,30);
-- migration
UPDATE ranks SET r = 1 WHERE 'score' < 10;
-- check
SELECT count(*) = 2 FROM ranks WHERE r = 5;
