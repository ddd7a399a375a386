-- title: Remove double votes
-- harm: Without GROUP BY the subquery is the one least id: all other votes are deleted
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE votes (id INTEGER PRIMARY KEY, user_id INTEGER, post_id INTEGER);
-- rows
INSERT INTO votes VALUES (1,1,1),(2,1,1),(3,2,1),(4,2,2);
-- migration
DELETE FROM votes WHERE id NOT IN (SELECT MIN(id) FROM votes);
-- check
SELECT count(*) = 1 FROM votes;
