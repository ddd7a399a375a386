-- Migration 0007: rename login to handle
--   column accounts.login is renamed to handle
--   accounts: column name is added, filled with handle
--   view public_projects has a new definition
-- Undo: exact · no row rewritten · fits one D1 call
--   breaks-app: the deployed code fails until its new version is live: accounts.login is renamed, accounts.name is
--     required
--   rename: statements that still use column accounts.login fail
--   rewrites-table: table accounts is copied row by row; 0 rows, about 6 rows written
--   checked, 0 rows: add-not-null of accounts.name
-- Proof: 22 statements ran on 38 made rows of 6 tables; 9 checks hold
-- Verify: SELECT count(*) FROM accounts; -- as before
-- reconcile 0.1.0 at 2026-02-12T00:00:00Z, schema 177aede7b6469229 -> 96d9fe2c136ba48b
-- Seal sha256:96d48da3b67422ba37056a8da46428b2

-- Stop unless what is replaced is as reviewed, however it is spelt.
CREATE TABLE _reconcile (what, found, text); PRAGMA defer_foreign_keys = on;
CREATE TRIGGER _reconcile_stop AFTER INSERT ON _reconcile WHEN NEW.what='now:' BEGIN SELECT RAISE(ABORT,format('stopped: %s: expected %s, found %s',w,ifnull(x,'nothing'),ifnull(y,'nothing')))FROM(WITH RECURSIVE t(w,f,i,s)AS(SELECT what,found,rowid,''||text FROM _reconcile UNION SELECT what,1,-m.rowid,iif(type IN('table','view')OR what LIKE type||' %',sql,format('has: %s "%w"',type,name))FROM _reconcile,sqlite_schema m WHERE sql>''AND what COLLATE NOCASE IN(tbl_name,type||' '||name)UNION SELECT what,1,m.name||id||'.'||seq,format('used by: "%w"."%w" %s',m.name,"from",on_delete)FROM _reconcile,(SELECT name FROM sqlite_schema WHERE type='table'AND name NOT GLOB'_cf_*')m,pragma_foreign_key_list(m.name)WHERE"table"=what COLLATE NOCASE),c(w,f,i,s,o,d,p)AS(SELECT*,'',iif(s GLOB'CREATE ?[^A]*',9,0),0 FROM t UNION ALL SELECT w,f,i,ltrim(substr(s,abs(value)+1),char(32,10,13,9,12)),(CASE WHEN s GLOB'''*'THEN substr(s,1,value)WHEN value>0 THEN lower(trim(substr(s,1,value),iif(lower(substr(s,2,value-2))IN('null','true','false','current_date','current_time','current_timestamp'),'','"`[]')))END),d+(s GLOB'(*')-(s GLOB')*'),p+(substr(s,1,1)||d IN('(0',')1',',0',',1',':0'))FROM c,json_each(json_array(CASE WHEN s GLOB'--*'THEN-instr(s||char(10),char(10))WHEN s GLOB'/[*]*'THEN-3-instr(substr(s,3)||'*/','*/')WHEN s GLOB'["`''[]*'THEN 1+instr(substr(s,2),replace(substr(s,1,1),'[',']'))ELSE max(1,length(s)-length(ltrim(lower(s),'abcdefghijklmnopqrstuvwxyz_$0123456789')))END))WHERE s>'')SELECT w,group_concat(l,'; ')FILTER(WHERE f=0)x,group_concat(l,'; ')FILTER(WHERE f)y FROM(SELECT w,l,max(f)f FROM(SELECT w,f,ltrim(group_concat(o,' 'ORDER BY-length(s)),'(),: ')l FROM c GROUP BY w,f,i,p)WHERE l>''GROUP BY w,l HAVING max(f)=min(f))GROUP BY w);DELETE FROM _reconcile; END;
INSERT INTO _reconcile VALUES
  ('accounts', 0, 'CREATE TABLE accounts (id INTEGER PRIMARY KEY AUTOINCREMENT, provider TEXT NOT NULL, subject TEXT
    NOT NULL, login TEXT NOT NULL, avatar TEXT, created_at INTEGER NOT NULL DEFAULT (unixepoch()), UNIQUE (provider,
    subject)), used by: projects.account_id CASCADE'),
  ('view public_projects', 0, 'CREATE VIEW public_projects AS SELECT p.id, p.program_id, p.name, a.login AS owner,
    max(d.version) AS version FROM projects p JOIN accounts a ON a.id = p.account_id LEFT JOIN documents d ON
    d.project_id = p.id WHERE p.is_public = 1 GROUP BY p.id'), ('now:', 0, '');
INSERT INTO _reconcile SELECT 'all rows', 0, format('accounts %d, addresses %d, api_keys %d, documents %d, projects %d,
  social_links %d', (SELECT count(*) FROM accounts), (SELECT count(*) FROM addresses), (SELECT count(*) FROM api_keys),
  (SELECT count(*) FROM documents), (SELECT count(*) FROM projects), (SELECT count(*) FROM social_links));
INSERT INTO _reconcile SELECT 'orphans in ' || value, 0, (SELECT count(*) FROM
  pragma_foreign_key_check(value)) FROM json_each('["addresses", "api_keys", "documents", "projects", "social_links"]');

-- 1/4  drop view public_projects for now: view public_projects has a new definition
DROP VIEW public_projects;
-- 2/4  rename column accounts.login to handle
ALTER TABLE accounts RENAME COLUMN login TO handle;

-- 3/4  rebuild table accounts behind guards: ALTER TABLE cannot add the NOT NULL column name without a default, even
--      with a backfill; DROP TABLE would delete the rows of projects
CREATE TRIGGER _reconcile_guard_projects BEFORE DELETE ON projects BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE _reconcile_new_accounts (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  provider    TEXT NOT NULL,
  subject     TEXT NOT NULL,            -- the provider's stable id of the person
  handle      TEXT NOT NULL,
  name        TEXT NOT NULL,
  avatar      TEXT,
  created_at  INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (provider, subject)
);
INSERT INTO _reconcile_new_accounts (id, provider, subject, handle, name, avatar, created_at)
SELECT id, provider, subject, handle, handle, avatar, created_at FROM accounts;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'accounts' COLLATE NOCASE)
  WHERE name = '_reconcile_new_accounts' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'accounts' COLLATE NOCASE);
INSERT INTO sqlite_sequence (name, seq) SELECT '_reconcile_new_accounts', seq FROM sqlite_sequence
  WHERE name = 'accounts' COLLATE NOCASE AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '_reconcile_new_accounts');
DROP TABLE accounts; ALTER TABLE _reconcile_new_accounts RENAME TO accounts; DROP TRIGGER _reconcile_guard_projects;

-- 4/4  create view public_projects
CREATE VIEW public_projects AS
SELECT p.id, p.program_id, p.name, a.handle AS owner, max(d.version) AS version
FROM projects p
JOIN accounts a ON a.id = p.account_id
LEFT JOIN documents d ON d.project_id = p.id
WHERE p.is_public = 1
GROUP BY p.id;

-- Stop and undo all unless every row is there with its parent.
INSERT INTO _reconcile SELECT 'all rows', 1, format('accounts %d, addresses %d, api_keys %d, documents %d, projects %d,
  social_links %d', (SELECT count(*) FROM accounts), (SELECT count(*) FROM addresses), (SELECT count(*) FROM api_keys),
  (SELECT count(*) FROM documents), (SELECT count(*) FROM projects), (SELECT count(*) FROM social_links));
INSERT INTO _reconcile SELECT what, 1, max(text, (SELECT count(*) FROM pragma_foreign_key_check(substr(what, 12))))
  FROM _reconcile WHERE what LIKE 'orphans in %';
INSERT INTO _reconcile VALUES ('now:', 0, ''); DROP TABLE _reconcile; PRAGMA defer_foreign_keys = off;
