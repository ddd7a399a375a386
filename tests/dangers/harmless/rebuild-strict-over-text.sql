-- title: Make measurements STRICT
-- harm: none
-- before
CREATE TABLE measurements (id INTEGER PRIMARY KEY, v INTEGER);
-- rows
INSERT INTO measurements VALUES (1,5),(2,'n/a');
-- migration
CREATE TABLE measurements_new (id INTEGER PRIMARY KEY, v INTEGER) STRICT;
INSERT INTO measurements_new SELECT id, iif(typeof(v) = 'integer', v, NULL) FROM measurements;
DROP TABLE measurements;
ALTER TABLE measurements_new RENAME TO measurements;
-- check
SELECT count(*) = 2 FROM measurements;
