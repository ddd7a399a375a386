-- title: Remove double votes
-- harm: none
-- before
CREATE TABLE votes (id INTEGER PRIMARY KEY, user_id INTEGER, post_id INTEGER);
-- rows
INSERT INTO votes VALUES (1,1,1),(2,1,1),(3,2,1),(4,2,2);
-- migration
DELETE FROM votes WHERE id NOT IN (SELECT MIN(id) FROM votes GROUP BY user_id, post_id);
-- check
SELECT count(*) = 3 FROM votes;
