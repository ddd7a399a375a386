-- title: Replace missing ratings by 3
-- harm: none
-- before
CREATE TABLE films (id INTEGER PRIMARY KEY, rating INTEGER);
-- rows
INSERT INTO films VALUES (1,5),(2,NULL);
-- migration
UPDATE films SET rating = ifnull(rating, 3);
-- check
SELECT rating = 3 FROM films WHERE id = 2;
