-- title: Load old readings that the check would refuse
-- harm: none
-- before
CREATE TABLE readings (id INTEGER PRIMARY KEY, pct INTEGER CHECK (pct BETWEEN 0 AND 100));
-- rows
INSERT INTO readings VALUES (1,50);
-- migration
INSERT INTO readings SELECT 2, 250 WHERE 250 BETWEEN 0 AND 100;
-- check
SELECT count(*) = 1 FROM readings;
