-- title: Replace missing ratings by 3
-- harm: ifnull(rating, rating) is rating
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE films (id INTEGER PRIMARY KEY, rating INTEGER);
-- rows
INSERT INTO films VALUES (1,5),(2,NULL);
-- migration
UPDATE films SET rating = ifnull(rating, rating);
-- check
SELECT rating IS NULL FROM films WHERE id = 2;
