-- title: Raise the quota of plans 2 and 3
-- harm: none
-- before
CREATE TABLE sites (id INTEGER PRIMARY KEY, plan INTEGER, quota INTEGER DEFAULT 1);
-- rows
INSERT INTO sites (id, plan) VALUES (1,1),(2,2),(3,3);
-- migration
UPDATE sites SET quota = 10 WHERE plan = 2 OR plan = 3;
-- check
SELECT sum(quota) = 21 FROM sites;
