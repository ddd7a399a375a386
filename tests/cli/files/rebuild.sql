-- Migration 0002: second
--   posts: column title becomes NOT NULL
-- Undo: exact · about 4 rows rewritten · fits one D1 call
--   breaks-app: the deployed code fails until its new version is live: posts.title is required
--   rewrites-table: table posts is copied row by row; 2 rows, about 10 rows written
--   checked, 0 rows: add-not-null of posts.title
-- Cost: about 10 rows written, 8 read
-- Proof: 17 statements ran on 4 rows of 2 tables; 9 checks hold
-- Verify: SELECT count(*) FROM posts; -- as before
-- reconcile 0.1.0 at 2023-11-14T22:13:20Z, schema ab30b7e25238f15d -> e62de4d8b22d3ba2
-- Seal sha256:d914aaf61cbf7c71ea5ae7c791cdddb8

-- Stop unless what is replaced is as reviewed, however it is spelt.
CREATE TABLE _reconcile (what, found, text); PRAGMA defer_foreign_keys = on;
CREATE TRIGGER _reconcile_stop AFTER INSERT ON _reconcile WHEN NEW.what='now:' BEGIN SELECT RAISE(ABORT,format('stopped: %s: expected %s, found %s',w,ifnull(x,'nothing'),ifnull(y,'nothing')))FROM(WITH RECURSIVE t(w,f,i,s)AS(SELECT what,found,rowid,''||text FROM _reconcile UNION SELECT what,1,-m.rowid,iif(type IN('table','view')OR what LIKE type||' %',sql,format('has: %s "%w"',type,name))FROM _reconcile,sqlite_schema m WHERE sql>''AND what COLLATE NOCASE IN(tbl_name,type||' '||name)UNION SELECT what,1,m.name||id||'.'||seq,format('used by: "%w"."%w" %s',m.name,"from",on_delete)FROM _reconcile,(SELECT name FROM sqlite_schema WHERE type='table'AND name NOT GLOB'_cf_*')m,pragma_foreign_key_list(m.name)WHERE"table"=what COLLATE NOCASE),c(w,f,i,s,o,d,p)AS(SELECT*,'',iif(s GLOB'CREATE ?[^A]*',9,0),0 FROM t UNION ALL SELECT w,f,i,ltrim(substr(s,abs(value)+1),char(32,10,13,9,12)),(CASE WHEN s GLOB'''*'THEN substr(s,1,value)WHEN value>0 THEN lower(trim(substr(s,1,value),iif(lower(substr(s,2,value-2))IN('null','true','false','current_date','current_time','current_timestamp'),'','"`[]')))END),d+(s GLOB'(*')-(s GLOB')*'),p+(substr(s,1,1)||d IN('(0',')1',',0',',1',':0'))FROM c,json_each(json_array(CASE WHEN s GLOB'--*'THEN-instr(s||char(10),char(10))WHEN s GLOB'/[*]*'THEN-3-instr(substr(s,3)||'*/','*/')WHEN s GLOB'["`''[]*'THEN 1+instr(substr(s,2),replace(substr(s,1,1),'[',']'))ELSE max(1,length(s)-length(ltrim(lower(s),'abcdefghijklmnopqrstuvwxyz_$0123456789')))END))WHERE s>'')SELECT w,group_concat(l,'; ')FILTER(WHERE f=0)x,group_concat(l,'; ')FILTER(WHERE f)y FROM(SELECT w,l,max(f)f FROM(SELECT w,f,ltrim(group_concat(o,' 'ORDER BY-length(s)),'(),: ')l FROM c GROUP BY w,f,i,p)WHERE l>''GROUP BY w,l HAVING max(f)=min(f))GROUP BY w);DELETE FROM _reconcile; END;
INSERT INTO _reconcile VALUES
  ('posts', 0, 'CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE
    CASCADE, title TEXT), has: index posts_user'), ('now:', 0, '');
INSERT INTO _reconcile SELECT type || ' ' || name, 0, sql FROM sqlite_schema
  WHERE name COLLATE NOCASE IN ('posts_user');
INSERT INTO _reconcile SELECT 'all rows', 0, format('posts %d', (SELECT count(*) FROM posts));
INSERT INTO _reconcile SELECT 'orphans in ' || value, 0, (SELECT count(*) FROM
  pragma_foreign_key_check(value)) FROM json_each('["posts"]');

-- 1/1  rebuild table posts: ALTER TABLE cannot make column title NOT NULL on D1
CREATE TABLE _reconcile_new_posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  title TEXT NOT NULL
);
INSERT INTO _reconcile_new_posts (id, user_id, title) SELECT id, user_id, title FROM posts;
DROP TABLE posts; ALTER TABLE _reconcile_new_posts RENAME TO posts;
CREATE INDEX posts_user ON posts (user_id);

-- Stop and undo all unless every row is there with its parent and what was put back is as it was.
INSERT INTO _reconcile SELECT 'all rows', 1, format('posts %d', (SELECT count(*) FROM posts));
INSERT INTO _reconcile SELECT what, 1, max(text, (SELECT count(*) FROM pragma_foreign_key_check(substr(what, 12))))
  FROM _reconcile WHERE what LIKE 'orphans in %';
INSERT INTO _reconcile VALUES ('now:', 0, ''); DROP TABLE _reconcile; PRAGMA defer_foreign_keys = off;
