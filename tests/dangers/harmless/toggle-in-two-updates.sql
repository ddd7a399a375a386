-- title: Turn the flag of all rows over
-- harm: none
-- before
CREATE TABLE lamps (id INTEGER PRIMARY KEY, lit INTEGER);
-- rows
INSERT INTO lamps VALUES (1,0),(2,1);
-- migration
UPDATE lamps SET lit = CASE lit WHEN 0 THEN 1 ELSE 0 END;
-- check
SELECT group_concat(lit) = '1,0' FROM (SELECT lit FROM lamps ORDER BY id);
