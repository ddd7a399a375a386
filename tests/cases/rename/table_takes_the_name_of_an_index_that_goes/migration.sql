-- Stop unless what is replaced is as reviewed, however it is spelt.
CREATE TABLE _reconcile (what, found, text); PRAGMA defer_foreign_keys = on;
CREATE TRIGGER _reconcile_stop AFTER INSERT ON _reconcile WHEN NEW.what='now:' BEGIN SELECT RAISE(ABORT,format('stopped: %s: expected %s, found %s',w,ifnull(x,'nothing'),ifnull(y,'nothing')))FROM(WITH RECURSIVE t(w,f,i,s)AS(SELECT what,found,rowid,''||text FROM _reconcile UNION SELECT what,1,-m.rowid,iif(type IN('table','view')OR what LIKE type||' %',sql,format('has: %s "%w"',type,name))FROM _reconcile,sqlite_schema m WHERE sql>''AND what COLLATE NOCASE IN(tbl_name,type||' '||name)UNION SELECT what,1,m.name||id||'.'||seq,format('used by: "%w"."%w" %s',m.name,"from",on_delete)FROM _reconcile,(SELECT name FROM sqlite_schema WHERE type='table'AND name NOT GLOB'_cf_*')m,pragma_foreign_key_list(m.name)WHERE"table"=what COLLATE NOCASE),c(w,f,i,s,o,d,p)AS(SELECT*,'',iif(s GLOB'CREATE ?[^A]*',9,0),0 FROM t UNION ALL SELECT w,f,i,ltrim(substr(s,abs(value)+1),char(32,10,13,9,12)),(CASE WHEN s GLOB'''*'THEN substr(s,1,value)WHEN value>0 THEN lower(trim(substr(s,1,value),iif(lower(substr(s,2,value-2))IN('null','true','false','current_date','current_time','current_timestamp'),'','"`[]')))END),d+(s GLOB'(*')-(s GLOB')*'),p+(substr(s,1,1)||d IN('(0',')1',',0',',1',':0'))FROM c,json_each(json_array(CASE WHEN s GLOB'--*'THEN-instr(s||char(10),char(10))WHEN s GLOB'/[*]*'THEN-3-instr(substr(s,3)||'*/','*/')WHEN s GLOB'["`''[]*'THEN 1+instr(substr(s,2),replace(substr(s,1,1),'[',']'))ELSE max(1,length(s)-length(ltrim(lower(s),'abcdefghijklmnopqrstuvwxyz_$0123456789')))END))WHERE s>'')SELECT w,group_concat(l,'; ')FILTER(WHERE f=0)x,group_concat(l,'; ')FILTER(WHERE f)y FROM(SELECT w,l,max(f)f FROM(SELECT w,f,ltrim(group_concat(o,' 'ORDER BY-length(s)),'(),: ')l FROM c GROUP BY w,f,i,p)WHERE l>''GROUP BY w,l HAVING max(f)=min(f))GROUP BY w);DELETE FROM _reconcile; END;
INSERT INTO _reconcile VALUES
  ('a', 0, 'CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES a (id)), used by: a.b NO ACTION,
    a2.a NO ACTION, has: index word'),
  ('a2', 0, 'CREATE TABLE a2 (id TEXT, key INTEGER, a INTEGER REFERENCES a (id), PRIMARY KEY (id, key)), used by:
    a3.p CASCADE, a3.q CASCADE'),
  ('table a3', 0, 'CREATE TABLE a3 (id INTEGER PRIMARY KEY, p TEXT, q INTEGER, FOREIGN KEY (p, q) REFERENCES a2 (id,
    key) ON DELETE CASCADE)'), ('index word', 0, 'CREATE INDEX word ON a (b)'), ('now:', 0, '');
INSERT INTO _reconcile SELECT 'all rows', 0, format('a2 %d, word %d', (SELECT count(*) FROM a2),
  (SELECT count(*) FROM a3));
INSERT INTO _reconcile SELECT 'orphans in ' || key, 0, (SELECT count(*) FROM
  pragma_foreign_key_check(value)) FROM json_each('{"word": "a3"}');

-- 1/4  drop index word: the name word is reused
DROP INDEX word;

-- 2/4  rename table a3 to word
ALTER TABLE a3 RENAME TO word;

-- 3/4  rebuild table a2 behind guards: ALTER TABLE cannot add or drop a foreign key; DROP TABLE would delete the rows
--      of word
CREATE TRIGGER _reconcile_guard_word BEFORE DELETE ON word BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE _reconcile_new_a2 (id TEXT, key INTEGER, a INTEGER, PRIMARY KEY (id, key));
INSERT INTO _reconcile_new_a2 (rowid, id, "key", a) SELECT rowid, id, "key", a FROM a2;
DROP TABLE a2; ALTER TABLE _reconcile_new_a2 RENAME TO a2; DROP TRIGGER _reconcile_guard_word;

-- 4/4  drop table a
DROP TABLE a;

-- Stop and undo all unless every row is there with its parent.
INSERT INTO _reconcile SELECT 'all rows', 1, format('a2 %d, word %d', (SELECT count(*) FROM a2),
  (SELECT count(*) FROM word));
INSERT INTO _reconcile SELECT what, 1, max(text, (SELECT count(*) FROM pragma_foreign_key_check(substr(what, 12))))
  FROM _reconcile WHERE what LIKE 'orphans in %';
INSERT INTO _reconcile VALUES ('now:', 0, ''); DROP TABLE _reconcile; PRAGMA defer_foreign_keys = off;
