-- title: Allow only the three known priorities
-- harm: none
-- before
CREATE TABLE cases (id INTEGER PRIMARY KEY, prio TEXT);
-- rows
INSERT INTO cases VALUES (1,'low'),(2,'urgent'),(3,NULL);
-- migration
CREATE TABLE cases_new (id INTEGER PRIMARY KEY, prio TEXT, CONSTRAINT known CHECK (prio IN ('low', 'mid', 'high')));
INSERT INTO cases_new SELECT id, CASE WHEN prio = 'urgent' THEN 'high' ELSE prio END FROM cases;
DROP TABLE cases;
ALTER TABLE cases_new RENAME TO cases;
-- check
SELECT count(*) = 3 FROM cases;
