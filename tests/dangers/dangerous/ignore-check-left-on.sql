-- title: Load old readings that the check would refuse
-- harm: ignore_check_constraints lets rows in that break the rule of the table
-- kind: guarantee-lost
-- line: 1
-- before
CREATE TABLE readings (id INTEGER PRIMARY KEY, pct INTEGER CHECK (pct BETWEEN 0 AND 100));
-- rows
INSERT INTO readings VALUES (1,50);
-- migration
PRAGMA ignore_check_constraints = 1;
INSERT INTO readings VALUES (2, 250);
PRAGMA ignore_check_constraints = 0;
-- check
SELECT count(*) = 1 FROM readings WHERE pct > 100;
