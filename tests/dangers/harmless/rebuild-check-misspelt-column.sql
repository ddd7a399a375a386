-- title: Allow only the known states
-- harm: none
-- before
CREATE TABLE runs (id INTEGER PRIMARY KEY, state TEXT);
-- rows
INSERT INTO runs VALUES (1,'ok');
-- migration
CREATE TABLE runs_new (id INTEGER PRIMARY KEY, state TEXT CHECK ("state" IN ('ok', 'bad')));
INSERT INTO runs_new SELECT * FROM runs;
DROP TABLE runs;
ALTER TABLE runs_new RENAME TO runs;
-- check
SELECT count(*) = 1 FROM runs;
