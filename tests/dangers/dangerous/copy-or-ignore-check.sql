-- title: Allow only known states in jobs
-- harm: Jobs in any other state ('Done' in capitals too) are dropped by OR IGNORE
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE jobs (id INTEGER PRIMARY KEY, state TEXT);
-- rows
INSERT INTO jobs VALUES (1,'new'),(2,'Done'),(3,'paused');
-- migration
CREATE TABLE jobs_new (id INTEGER PRIMARY KEY, state TEXT CHECK (state IN ('new', 'done')));
insert or ignore into jobs_new select id, state from jobs;
DROP TABLE jobs;
ALTER TABLE jobs_new RENAME TO jobs;
-- check
SELECT count(*) = 1 FROM jobs;
