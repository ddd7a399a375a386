-- title: Turn points out of ten into stars out of five
-- harm: none
-- before
CREATE TABLE reviews (id INTEGER PRIMARY KEY, stars REAL, points INTEGER);
-- rows
INSERT INTO reviews VALUES (1,NULL,7),(2,NULL,10);
-- migration
UPDATE reviews SET stars = points / 2.0;
ALTER TABLE reviews DROP COLUMN points;
-- check
SELECT stars = 3.5 FROM reviews WHERE id = 1;
