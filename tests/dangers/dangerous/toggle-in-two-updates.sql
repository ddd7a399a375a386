-- title: Turn the flag of all rows over
-- harm: The second UPDATE turns back what the first has turned
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE lamps (id INTEGER PRIMARY KEY, lit INTEGER);
-- rows
INSERT INTO lamps VALUES (1,0),(2,1);
-- migration
UPDATE lamps SET lit = 1 WHERE lit = 0;
UPDATE lamps SET lit = 0 WHERE lit = 1;
-- check
SELECT sum(lit) = 0 FROM lamps;
