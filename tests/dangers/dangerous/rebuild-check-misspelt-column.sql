-- title: Allow only the known states
-- harm: "sate" is a text that is not in the list, so every row breaks the check
-- kind: fails-on-rows
-- line: 2
-- before
CREATE TABLE runs (id INTEGER PRIMARY KEY, state TEXT);
-- rows
INSERT INTO runs VALUES (1,'ok');
-- migration
CREATE TABLE runs_new (id INTEGER PRIMARY KEY, state TEXT CHECK ("sate" IN ('ok', 'bad')));
INSERT INTO runs_new SELECT * FROM runs;
DROP TABLE runs;
ALTER TABLE runs_new RENAME TO runs;
-- check
-- error: CHECK constraint failed
SELECT 1;
