-- title: Store the progress in percent
-- harm: done / total is an integer division, so everything unfinished is at 0
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE courses (id INTEGER PRIMARY KEY, done INTEGER, total INTEGER, pct INTEGER);
-- rows
INSERT INTO courses VALUES (1,3,4,NULL),(2,4,4,NULL);
-- migration
UPDATE courses SET pct = done / total * 100;
-- check
SELECT pct = 0 FROM courses WHERE id = 1;
