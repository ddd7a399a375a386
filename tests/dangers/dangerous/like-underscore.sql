-- title: Delete the temporary entries, whose keys begin with tmp_
-- harm: _ stands for any character: tmpl-main and tmp1 are deleted too
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE kv (k TEXT PRIMARY KEY, v TEXT);
-- rows
INSERT INTO kv VALUES ('tmp_1','a'),('tmpl-main','b'),('x','c');
-- migration
DELETE FROM kv WHERE k LIKE 'tmp_%';
-- check
SELECT count(*) = 1 FROM kv;
