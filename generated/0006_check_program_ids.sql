-- Migration 0006: check program ids
--   projects: CHECK (length(program_id) BETWEEN 32 AND 44) is added
-- Undo: exact · no row rewritten · fits one D1 call
--   rewrites-table: table projects is copied row by row; 0 rows, about 6 rows written
--   checked, 0 rows: add-check of projects
-- Proof: 28 statements ran on 38 made rows of 6 tables; 9 checks hold
-- Verify: SELECT count(*) FROM projects; -- as before
-- reconcile 0.1.0 at 2026-02-05T00:00:00Z, schema b322b370d73eb209 -> 177aede7b6469229
-- Seal sha256:11f895a8e75be2d7fc671913fafae626

-- Stop unless what is replaced is as reviewed, however it is spelt.
CREATE TABLE _reconcile (what, found, text); PRAGMA defer_foreign_keys = on;
CREATE TRIGGER _reconcile_stop AFTER INSERT ON _reconcile WHEN NEW.what='now:' BEGIN SELECT RAISE(ABORT,format('stopped: %s: expected %s, found %s',w,ifnull(x,'nothing'),ifnull(y,'nothing')))FROM(WITH RECURSIVE t(w,f,i,s)AS(SELECT what,found,rowid,''||text FROM _reconcile UNION SELECT what,1,-m.rowid,iif(type IN('table','view')OR what LIKE type||' %',sql,format('has: %s "%w"',type,name))FROM _reconcile,sqlite_schema m WHERE sql>''AND what COLLATE NOCASE IN(tbl_name,type||' '||name)UNION SELECT what,1,m.name||id||'.'||seq,format('used by: "%w"."%w" %s',m.name,"from",on_delete)FROM _reconcile,(SELECT name FROM sqlite_schema WHERE type='table'AND name NOT GLOB'_cf_*')m,pragma_foreign_key_list(m.name)WHERE"table"=what COLLATE NOCASE),c(w,f,i,s,o,d,p)AS(SELECT*,'',iif(s GLOB'CREATE ?[^A]*',9,0),0 FROM t UNION ALL SELECT w,f,i,ltrim(substr(s,abs(value)+1),char(32,10,13,9,12)),(CASE WHEN s GLOB'''*'THEN substr(s,1,value)WHEN value>0 THEN lower(trim(substr(s,1,value),iif(lower(substr(s,2,value-2))IN('null','true','false','current_date','current_time','current_timestamp'),'','"`[]')))END),d+(s GLOB'(*')-(s GLOB')*'),p+(substr(s,1,1)||d IN('(0',')1',',0',',1',':0'))FROM c,json_each(json_array(CASE WHEN s GLOB'--*'THEN-instr(s||char(10),char(10))WHEN s GLOB'/[*]*'THEN-3-instr(substr(s,3)||'*/','*/')WHEN s GLOB'["`''[]*'THEN 1+instr(substr(s,2),replace(substr(s,1,1),'[',']'))ELSE max(1,length(s)-length(ltrim(lower(s),'abcdefghijklmnopqrstuvwxyz_$0123456789')))END))WHERE s>'')SELECT w,group_concat(l,'; ')FILTER(WHERE f=0)x,group_concat(l,'; ')FILTER(WHERE f)y FROM(SELECT w,l,max(f)f FROM(SELECT w,f,ltrim(group_concat(o,' 'ORDER BY-length(s)),'(),: ')l FROM c GROUP BY w,f,i,p)WHERE l>''GROUP BY w,l HAVING max(f)=min(f))GROUP BY w);DELETE FROM _reconcile; END;
INSERT INTO _reconcile VALUES
  ('projects', 0, 'CREATE TABLE projects (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts (id)
    ON DELETE CASCADE, program_id TEXT NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL DEFAULT
    (unixepoch()), is_public INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1)), updated_at INTEGER, UNIQUE
    (account_id, program_id)), used by: addresses.project_id SET NULL, api_keys.project_id CASCADE,
    documents.project_id CASCADE, social_links.project_id CASCADE, has: trigger projects_touch'), ('now:', 0, '');
INSERT INTO _reconcile SELECT type || ' ' || name, 0, sql FROM sqlite_schema
  WHERE name COLLATE NOCASE IN ('public_projects', 'projects_touch');
INSERT INTO _reconcile SELECT 'all rows', 0, format('addresses %d, api_keys %d, documents %d, projects %d,
  social_links %d, addresses.project_id %d', (SELECT count(*) FROM addresses), (SELECT count(*) FROM api_keys),
  (SELECT count(*) FROM documents), (SELECT count(*) FROM projects), (SELECT count(*) FROM social_links),
  (SELECT count(project_id) FROM addresses));
INSERT INTO _reconcile SELECT 'orphans in ' || value, 0, (SELECT count(*) FROM
  pragma_foreign_key_check(value)) FROM json_each('["addresses", "api_keys", "documents", "projects", "social_links"]');

-- 1-2/5  drop trigger projects_touch, view public_projects for now: it mentions projects, which is rebuilt
DROP TRIGGER projects_touch; DROP VIEW public_projects;
-- 3/5  rebuild table projects behind guards: ALTER TABLE cannot add or drop a CHECK on D1; DROP TABLE would delete the
--      rows of api_keys, documents, social_links and overwrite the foreign keys of addresses
CREATE TRIGGER _reconcile_guard_addresses BEFORE UPDATE ON addresses BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER _reconcile_guard_api_keys BEFORE DELETE ON api_keys BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER _reconcile_guard_documents BEFORE DELETE ON documents BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER _reconcile_guard_social_links BEFORE DELETE ON social_links BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE _reconcile_new_projects (
  id          INTEGER PRIMARY KEY,
  account_id  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  program_id  TEXT NOT NULL CHECK (length(program_id) BETWEEN 32 AND 44),
  name        TEXT NOT NULL,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  is_public   INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1)),
  updated_at  INTEGER,
  UNIQUE (account_id, program_id)
);
INSERT INTO _reconcile_new_projects (id, account_id, program_id, name, created_at, is_public, updated_at)
SELECT id, account_id, program_id, name, created_at, is_public, updated_at FROM projects;
DROP TABLE projects; ALTER TABLE _reconcile_new_projects RENAME TO projects; DROP TRIGGER _reconcile_guard_addresses;
DROP TRIGGER _reconcile_guard_api_keys; DROP TRIGGER _reconcile_guard_documents;
DROP TRIGGER _reconcile_guard_social_links;

-- 4-5/5  create view public_projects, trigger projects_touch on projects
CREATE VIEW public_projects AS
SELECT p.id, p.program_id, p.name, a.login AS owner, max(d.version) AS version
FROM projects p
JOIN accounts a ON a.id = p.account_id
LEFT JOIN documents d ON d.project_id = p.id
WHERE p.is_public = 1
GROUP BY p.id;
CREATE TRIGGER projects_touch AFTER UPDATE OF name, is_public ON projects BEGIN UPDATE projects SET updated_at = unixepoch() WHERE id = NEW.id; END;

-- Stop and undo all unless every row is there with its parent and what was put back is as it was.
INSERT INTO _reconcile SELECT 'all rows', 1, format('addresses %d, api_keys %d, documents %d, projects %d,
  social_links %d, addresses.project_id %d', (SELECT count(*) FROM addresses), (SELECT count(*) FROM api_keys),
  (SELECT count(*) FROM documents), (SELECT count(*) FROM projects), (SELECT count(*) FROM social_links),
  (SELECT count(project_id) FROM addresses));
INSERT INTO _reconcile SELECT what, 1, max(text, (SELECT count(*) FROM pragma_foreign_key_check(substr(what, 12))))
  FROM _reconcile WHERE what LIKE 'orphans in %';
INSERT INTO _reconcile VALUES ('now:', 0, ''); DROP TABLE _reconcile; PRAGMA defer_foreign_keys = off;
