-- title: Allow only the three known priorities
-- harm: An older row has 'urgent', the copy stops
-- kind: fails-on-rows
-- line: 2
-- before
CREATE TABLE cases (id INTEGER PRIMARY KEY, prio TEXT);
-- rows
INSERT INTO cases VALUES (1,'low'),(2,'urgent'),(3,NULL);
-- migration
CREATE TABLE cases_new (id INTEGER PRIMARY KEY, prio TEXT, CONSTRAINT known CHECK (prio IN ('low', 'mid', 'high')));
INSERT INTO cases_new SELECT * FROM cases;
DROP TABLE cases;
ALTER TABLE cases_new RENAME TO cases;
-- check
-- error: CHECK constraint failed
SELECT 1;
