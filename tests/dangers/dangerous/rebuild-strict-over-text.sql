-- title: Make measurements STRICT
-- harm: One value is a text, a STRICT table refuses it
-- kind: fails-on-rows
-- line: 2
-- before
CREATE TABLE measurements (id INTEGER PRIMARY KEY, v INTEGER);
-- rows
INSERT INTO measurements VALUES (1,5),(2,'n/a');
-- migration
CREATE TABLE measurements_new (id INTEGER PRIMARY KEY, v INTEGER) STRICT;
INSERT INTO measurements_new SELECT id, v FROM measurements;
DROP TABLE measurements;
ALTER TABLE measurements_new RENAME TO measurements;
-- check
-- error: cannot store TEXT value in INTEGER column
SELECT 1;
