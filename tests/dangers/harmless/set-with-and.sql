-- title: Set the state to 3 and the priority to 1
-- harm: none
-- before
CREATE TABLE jobs (id INTEGER PRIMARY KEY, state INTEGER, priority INTEGER);
-- rows
INSERT INTO jobs VALUES (1,2,5);
-- migration
UPDATE jobs SET state = 3, priority = 1 WHERE id = 1;
-- check
SELECT state = 3 AND priority = 1 FROM jobs;
