-- Stop unless what is replaced is as reviewed, however it is spelt.
CREATE TABLE _reconcile (what, found, text); PRAGMA defer_foreign_keys = on;
CREATE TRIGGER _reconcile_stop AFTER INSERT ON _reconcile WHEN NEW.what='now:' BEGIN SELECT RAISE(ABORT,format('stopped: %s: expected %s, found %s',w,ifnull(x,'nothing'),ifnull(y,'nothing')))FROM(WITH RECURSIVE t(w,f,i,s)AS(SELECT what,found,rowid,''||text FROM _reconcile UNION SELECT what,1,-m.rowid,iif(type IN('table','view')OR what LIKE type||' %',sql,format('has: %s "%w"',type,name))FROM _reconcile,sqlite_schema m WHERE sql>''AND what COLLATE NOCASE IN(tbl_name,type||' '||name)UNION SELECT what,1,m.name||id||'.'||seq,format('used by: "%w"."%w" %s',m.name,"from",on_delete)FROM _reconcile,(SELECT name FROM sqlite_schema WHERE type='table'AND name NOT GLOB'_cf_*')m,pragma_foreign_key_list(m.name)WHERE"table"=what COLLATE NOCASE),c(w,f,i,s,o,d,p)AS(SELECT*,'',iif(s GLOB'CREATE ?[^A]*',9,0),0 FROM t UNION ALL SELECT w,f,i,ltrim(substr(s,abs(value)+1),char(32,10,13,9,12)),(CASE WHEN s GLOB'''*'THEN substr(s,1,value)WHEN value>0 THEN lower(trim(substr(s,1,value),iif(lower(substr(s,2,value-2))IN('null','true','false','current_date','current_time','current_timestamp'),'','"`[]')))END),d+(s GLOB'(*')-(s GLOB')*'),p+(substr(s,1,1)||d IN('(0',')1',',0',',1',':0'))FROM c,json_each(json_array(CASE WHEN s GLOB'--*'THEN-instr(s||char(10),char(10))WHEN s GLOB'/[*]*'THEN-3-instr(substr(s,3)||'*/','*/')WHEN s GLOB'["`''[]*'THEN 1+instr(substr(s,2),replace(substr(s,1,1),'[',']'))ELSE max(1,length(s)-length(ltrim(lower(s),'abcdefghijklmnopqrstuvwxyz_$0123456789')))END))WHERE s>'')SELECT w,group_concat(l,'; ')FILTER(WHERE f=0)x,group_concat(l,'; ')FILTER(WHERE f)y FROM(SELECT w,l,max(f)f FROM(SELECT w,f,ltrim(group_concat(o,' 'ORDER BY-length(s)),'(),: ')l FROM c GROUP BY w,f,i,p)WHERE l>''GROUP BY w,l HAVING max(f)=min(f))GROUP BY w);DELETE FROM _reconcile; END;
INSERT INTO _reconcile VALUES
  ('t00', 0, 'CREATE TABLE t00 (id INTEGER PRIMARY KEY, note TEXT), used by: t01.up CASCADE'),
  ('t01', 0, 'CREATE TABLE t01 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t00 (id) ON DELETE CASCADE), used by:
    t02.up CASCADE, has: index t01_up'),
  ('t02', 0, 'CREATE TABLE t02 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t01 (id) ON DELETE CASCADE), used by:
    t03.up CASCADE, has: index t02_up'),
  ('t03', 0, 'CREATE TABLE t03 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t02 (id) ON DELETE CASCADE), used by:
    t04.up CASCADE, has: index t03_up'),
  ('t04', 0, 'CREATE TABLE t04 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t03 (id) ON DELETE CASCADE), used by:
    t05.up CASCADE, has: index t04_up'),
  ('t05', 0, 'CREATE TABLE t05 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t04 (id) ON DELETE CASCADE), used by:
    t06.up CASCADE, has: index t05_up'),
  ('t06', 0, 'CREATE TABLE t06 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t05 (id) ON DELETE CASCADE), used by:
    t07.up CASCADE, has: index t06_up'),
  ('t07', 0, 'CREATE TABLE t07 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t06 (id) ON DELETE CASCADE), used by:
    t08.up CASCADE, has: index t07_up'),
  ('t08', 0, 'CREATE TABLE t08 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t07 (id) ON DELETE CASCADE), used by:
    t09.up CASCADE, has: index t08_up'),
  ('t09', 0, 'CREATE TABLE t09 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t08 (id) ON DELETE CASCADE), used by:
    t10.up CASCADE, has: index t09_up'),
  ('t10', 0, 'CREATE TABLE t10 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t09 (id) ON DELETE CASCADE), used by:
    t11.up CASCADE, has: index t10_up'),
  ('t11', 0, 'CREATE TABLE t11 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t10 (id) ON DELETE CASCADE), has:
    index t11_up'), ('now:', 0, '');
INSERT INTO _reconcile SELECT type || ' ' || name, 0, sql FROM sqlite_schema
  WHERE name COLLATE NOCASE IN ('t01_up', 't02_up', 't03_up', 't04_up', 't05_up', 't06_up', 't07_up', 't08_up',
  't09_up', 't10_up', 't11_up');
INSERT INTO _reconcile SELECT 'all rows', 0, format('t00 %d, t01 %d, t02 %d, t03 %d, t04 %d, t05 %d, t06 %d, t07 %d,
  t08 %d, t09 %d, t10 %d, t11 %d', (SELECT count(*) FROM t00), (SELECT count(*) FROM t01), (SELECT count(*) FROM t02),
  (SELECT count(*) FROM t03), (SELECT count(*) FROM t04), (SELECT count(*) FROM t05), (SELECT count(*) FROM t06),
  (SELECT count(*) FROM t07), (SELECT count(*) FROM t08), (SELECT count(*) FROM t09), (SELECT count(*) FROM t10),
  (SELECT count(*) FROM t11));
INSERT INTO _reconcile SELECT 'orphans in ' || value, 0, (SELECT count(*) FROM
  pragma_foreign_key_check(value)) FROM json_each('["t01", "t02", "t03", "t04", "t05", "t06", "t07", "t08", "t09",
  "t10", "t11"]');

-- 1/1  rebuild tables t00, t01, t02, t03, t04, t05, t06, t07, t08, t09, t10, t11: ALTER TABLE cannot make column note
--      NOT NULL on D1; DROP TABLE would delete the rows of t01; its cascades are 10 or more levels deep, which D1
--      refuses
CREATE TABLE _reconcile_new_t00 (id INTEGER PRIMARY KEY, note TEXT NOT NULL);
CREATE TABLE _reconcile_new_t01 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES _reconcile_new_t00 (id) ON DELETE CASCADE);
CREATE TABLE _reconcile_new_t02 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES _reconcile_new_t01 (id) ON DELETE CASCADE);
CREATE TABLE _reconcile_new_t03 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES _reconcile_new_t02 (id) ON DELETE CASCADE);
CREATE TABLE _reconcile_new_t04 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES _reconcile_new_t03 (id) ON DELETE CASCADE);
CREATE TABLE _reconcile_new_t05 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES _reconcile_new_t04 (id) ON DELETE CASCADE);
CREATE TABLE _reconcile_new_t06 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES _reconcile_new_t05 (id) ON DELETE CASCADE);
CREATE TABLE _reconcile_new_t07 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES _reconcile_new_t06 (id) ON DELETE CASCADE);
CREATE TABLE _reconcile_new_t08 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES _reconcile_new_t07 (id) ON DELETE CASCADE);
CREATE TABLE _reconcile_new_t09 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES _reconcile_new_t08 (id) ON DELETE CASCADE);
CREATE TABLE _reconcile_new_t10 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES _reconcile_new_t09 (id) ON DELETE CASCADE);
CREATE TABLE _reconcile_new_t11 (id INTEGER PRIMARY KEY, up INTEGER REFERENCES _reconcile_new_t10 (id) ON DELETE CASCADE);
INSERT INTO _reconcile_new_t00 (id, note) SELECT id, note FROM t00;
INSERT INTO _reconcile_new_t01 (id, up) SELECT id, up FROM t01;
INSERT INTO _reconcile_new_t02 (id, up) SELECT id, up FROM t02;
INSERT INTO _reconcile_new_t03 (id, up) SELECT id, up FROM t03;
INSERT INTO _reconcile_new_t04 (id, up) SELECT id, up FROM t04;
INSERT INTO _reconcile_new_t05 (id, up) SELECT id, up FROM t05;
INSERT INTO _reconcile_new_t06 (id, up) SELECT id, up FROM t06;
INSERT INTO _reconcile_new_t07 (id, up) SELECT id, up FROM t07;
INSERT INTO _reconcile_new_t08 (id, up) SELECT id, up FROM t08;
INSERT INTO _reconcile_new_t09 (id, up) SELECT id, up FROM t09;
INSERT INTO _reconcile_new_t10 (id, up) SELECT id, up FROM t10;
INSERT INTO _reconcile_new_t11 (id, up) SELECT id, up FROM t11;
DROP TABLE t11; ALTER TABLE _reconcile_new_t11 RENAME TO t11; DROP TABLE t10;
ALTER TABLE _reconcile_new_t10 RENAME TO t10; DROP TABLE t09; ALTER TABLE _reconcile_new_t09 RENAME TO t09;
DROP TABLE t08; ALTER TABLE _reconcile_new_t08 RENAME TO t08; DROP TABLE t07;
ALTER TABLE _reconcile_new_t07 RENAME TO t07; DROP TABLE t06; ALTER TABLE _reconcile_new_t06 RENAME TO t06;
DROP TABLE t05; ALTER TABLE _reconcile_new_t05 RENAME TO t05; DROP TABLE t04;
ALTER TABLE _reconcile_new_t04 RENAME TO t04; DROP TABLE t03; ALTER TABLE _reconcile_new_t03 RENAME TO t03;
DROP TABLE t02; ALTER TABLE _reconcile_new_t02 RENAME TO t02; DROP TABLE t01;
ALTER TABLE _reconcile_new_t01 RENAME TO t01; DROP TABLE t00; ALTER TABLE _reconcile_new_t00 RENAME TO t00;
CREATE INDEX t01_up ON t01 (up);
CREATE INDEX t02_up ON t02 (up);
CREATE INDEX t03_up ON t03 (up);
CREATE INDEX t04_up ON t04 (up);
CREATE INDEX t05_up ON t05 (up);
CREATE INDEX t06_up ON t06 (up);
CREATE INDEX t07_up ON t07 (up);
CREATE INDEX t08_up ON t08 (up);
CREATE INDEX t09_up ON t09 (up);
CREATE INDEX t10_up ON t10 (up);
CREATE INDEX t11_up ON t11 (up);

-- Stop and undo all unless every row is there with its parent and what was put back is as it was.
INSERT INTO _reconcile SELECT 'all rows', 1, format('t00 %d, t01 %d, t02 %d, t03 %d, t04 %d, t05 %d, t06 %d, t07 %d,
  t08 %d, t09 %d, t10 %d, t11 %d', (SELECT count(*) FROM t00), (SELECT count(*) FROM t01), (SELECT count(*) FROM t02),
  (SELECT count(*) FROM t03), (SELECT count(*) FROM t04), (SELECT count(*) FROM t05), (SELECT count(*) FROM t06),
  (SELECT count(*) FROM t07), (SELECT count(*) FROM t08), (SELECT count(*) FROM t09), (SELECT count(*) FROM t10),
  (SELECT count(*) FROM t11));
INSERT INTO _reconcile SELECT what, 1, max(text, (SELECT count(*) FROM pragma_foreign_key_check(substr(what, 12))))
  FROM _reconcile WHERE what LIKE 'orphans in %';
INSERT INTO _reconcile VALUES ('now:', 0, ''); DROP TABLE _reconcile; PRAGMA defer_foreign_keys = off;
