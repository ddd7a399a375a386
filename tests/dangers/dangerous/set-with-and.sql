-- title: Set the state to 3 and the priority to 1
-- harm: AND in SET is one expression: state becomes 3 AND (priority = 1), that is 0 or 1, and priority stays
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE jobs (id INTEGER PRIMARY KEY, state INTEGER, priority INTEGER);
-- rows
INSERT INTO jobs VALUES (1,2,5);
-- migration
UPDATE jobs SET state = 3 AND priority = 1 WHERE id = 1;
-- check
SELECT state = 0 AND priority = 5 FROM jobs;
