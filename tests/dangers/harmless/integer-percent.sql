-- title: Store the progress in percent
-- harm: none
-- before
CREATE TABLE courses (id INTEGER PRIMARY KEY, done INTEGER, total INTEGER, pct INTEGER);
-- rows
INSERT INTO courses VALUES (1,3,4,NULL),(2,4,4,NULL);
-- migration
UPDATE courses SET pct = done * 100 / total;
-- check
SELECT pct = 75 FROM courses WHERE id = 1;
