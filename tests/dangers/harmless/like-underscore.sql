-- title: Delete the temporary entries, whose keys begin with tmp_
-- harm: none
-- before
CREATE TABLE kv (k TEXT PRIMARY KEY, v TEXT);
-- rows
INSERT INTO kv VALUES ('tmp_1','a'),('tmpl-main','b'),('x','c');
-- migration
DELETE FROM kv WHERE k LIKE 'tmp\_%' ESCAPE '\';
-- check
SELECT count(*) = 2 FROM kv;
