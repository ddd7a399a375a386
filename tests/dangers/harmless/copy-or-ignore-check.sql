-- title: Allow only known states in jobs
-- harm: none
-- before
CREATE TABLE jobs (id INTEGER PRIMARY KEY, state TEXT);
-- rows
INSERT INTO jobs VALUES (1,'new'),(2,'Done'),(3,'paused');
-- migration
CREATE TABLE jobs_new (id INTEGER PRIMARY KEY, state TEXT CHECK (state IN ('new', 'done', 'paused')));
insert into jobs_new select id, lower(state) from jobs;
DROP TABLE jobs;
ALTER TABLE jobs_new RENAME TO jobs;
-- check
SELECT count(*) = 3 FROM jobs;
