/** One migration of the folder. */
export interface Migration {
  /** What the ledger records it as. */
  readonly name: string;
  /** SHA-256 of its file. */
  readonly checksum: string;
  /** It waits for this, and runs only when it is released. */
  readonly heldUntil?: string;
  /** It switches `defer_foreign_keys` on and not off again. */
  readonly leavesKeysDeferred?: boolean;
  /** Statements for the ledger, before its own. */
  readonly opening: readonly string[];
  /** Its own statements. */
  readonly statements: readonly string[];
  /** Statements for the ledger, after its own. */
  readonly closing: readonly string[];
}

/** The tables that note what was applied: wrangler's, and the one of reconcile beside it. */
export const LEDGER = {
  key: "d1_migrations",
  own: "_reconcile_ledger",
  names: `SELECT id, name, applied_at FROM "d1_migrations" ORDER BY id`,
  checksums: `SELECT * FROM _reconcile_ledger WHERE ledger = 'd1_migrations'`,
};

/** Statements around a migration that may lose rows: its own assertions look for this table. */
export const AGREEMENT = {
  agree: `CREATE TABLE _reconcile_agreement (agreed INTEGER)`,
  agreed: `DROP TABLE _reconcile_agreement`,
};

/** In the order in which they run. */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: "0001_first_schema.sql",
    checksum: "1996973f87560ddb894d4541fabba98dfc0e39e7ab13368ced030ab64c23e6a5",
    opening: [
      `CREATE TABLE IF NOT EXISTS "d1_migrations"(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`,
      `CREATE TABLE IF NOT EXISTS _reconcile_ledger (ledger TEXT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL, duration_ms INTEGER, applied_by TEXT, environment TEXT, git_commit TEXT, version TEXT, from_fingerprint TEXT, to_fingerprint TEXT, bookmark TEXT, PRIMARY KEY (ledger, name)) WITHOUT ROWID`,
      `INSERT INTO "d1_migrations" (name) SELECT name FROM "d1_migrations" WHERE name = '0001_first_schema.sql'`,
      `INSERT OR REPLACE INTO _reconcile_ledger (ledger, name, checksum, applied_at, applied_by, environment, git_commit, version, from_fingerprint, to_fingerprint, bookmark) VALUES ('d1_migrations', '0001_first_schema.sql', '1996973f87560ddb894d4541fabba98dfc0e39e7ab13368ced030ab64c23e6a5', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'octocat, run 20261101T000000Z-0000', NULL, NULL, '0.1.0', '9b196adfc26a5c94', '974905f8d45551e6', NULL)`,
    ],
    statements: [
      `CREATE TABLE users (
  id    INTEGER PRIMARY KEY,
  email TEXT
)`,
      `CREATE TABLE posts (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  text    TEXT NOT NULL
)`,
      `CREATE INDEX posts_user ON posts (user_id)`,
    ],
    closing: [
      `INSERT INTO "d1_migrations" (name) VALUES ('0001_first_schema.sql')`,
      `UPDATE _reconcile_ledger SET duration_ms = CAST(round((julianday('now') - julianday(applied_at)) * 86400000) AS INTEGER) WHERE ledger = 'd1_migrations' AND name = (SELECT name FROM "d1_migrations" WHERE name = '0001_first_schema.sql')`,
    ],
  },
  {
    name: "0002_require_email.sql",
    checksum: "5d2dc6122dc1bf06d1b47f96c7448ce0ee2e29b71a053b39ae9077d7da8198f6",
    opening: [
      `CREATE TABLE IF NOT EXISTS "d1_migrations"(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`,
      `CREATE TABLE IF NOT EXISTS _reconcile_ledger (ledger TEXT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL, duration_ms INTEGER, applied_by TEXT, environment TEXT, git_commit TEXT, version TEXT, from_fingerprint TEXT, to_fingerprint TEXT, bookmark TEXT, PRIMARY KEY (ledger, name)) WITHOUT ROWID`,
      `INSERT INTO "d1_migrations" (name) SELECT name FROM "d1_migrations" WHERE name = '0002_require_email.sql'`,
      `INSERT OR REPLACE INTO _reconcile_ledger (ledger, name, checksum, applied_at, applied_by, environment, git_commit, version, from_fingerprint, to_fingerprint, bookmark) VALUES ('d1_migrations', '0002_require_email.sql', '5d2dc6122dc1bf06d1b47f96c7448ce0ee2e29b71a053b39ae9077d7da8198f6', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'octocat, run 20261101T000000Z-0000', NULL, NULL, '0.1.0', '974905f8d45551e6', '51c01ad105124e0e', NULL)`,
    ],
    statements: [
      `CREATE TABLE _reconcile (what, found, text)`,
      `PRAGMA defer_foreign_keys = on`,
      `CREATE TRIGGER _reconcile_stop AFTER INSERT ON _reconcile WHEN NEW.what='now:' BEGIN SELECT RAISE(ABORT,format('stopped: %s: expected %s, found %s',w,ifnull(x,'nothing'),ifnull(y,'nothing')))FROM(WITH RECURSIVE t(w,f,i,s)AS(SELECT what,found,rowid,''||text FROM _reconcile UNION SELECT what,1,-m.rowid,iif(type IN('table','view')OR what LIKE type||' %',sql,format('has: %s "%w"',type,name))FROM _reconcile,sqlite_schema m WHERE sql>''AND what COLLATE NOCASE IN(tbl_name,type||' '||name)UNION SELECT what,1,m.name||id||'.'||seq,format('used by: "%w"."%w" %s',m.name,"from",on_delete)FROM _reconcile,(SELECT name FROM sqlite_schema WHERE type='table'AND name NOT GLOB'_cf_*')m,pragma_foreign_key_list(m.name)WHERE"table"=what COLLATE NOCASE),c(w,f,i,s,o,d,p)AS(SELECT*,'',iif(s GLOB'CREATE ?[^A]*',9,0),0 FROM t UNION ALL SELECT w,f,i,ltrim(substr(s,abs(value)+1),char(32,10,13,9,12)),(CASE WHEN s GLOB'''*'THEN substr(s,1,value)WHEN value>0 THEN lower(trim(substr(s,1,value),iif(lower(substr(s,2,value-2))IN('null','true','false','current_date','current_time','current_timestamp'),'','"\`[]')))END),d+(s GLOB'(*')-(s GLOB')*'),p+(substr(s,1,1)||d IN('(0',')1',',0',',1',':0'))FROM c,json_each(json_array(CASE WHEN s GLOB'--*'THEN-instr(s||char(10),char(10))WHEN s GLOB'/[*]*'THEN-3-instr(substr(s,3)||'*/','*/')WHEN s GLOB'["\`''[]*'THEN 1+instr(substr(s,2),replace(substr(s,1,1),'[',']'))ELSE max(1,length(s)-length(ltrim(lower(s),'abcdefghijklmnopqrstuvwxyz_$0123456789')))END))WHERE s>'')SELECT w,group_concat(l,'; ')FILTER(WHERE f=0)x,group_concat(l,'; ')FILTER(WHERE f)y FROM(SELECT w,l,max(f)f FROM(SELECT w,f,ltrim(group_concat(o,' 'ORDER BY-length(s)),'(),: ')l FROM c GROUP BY w,f,i,p)WHERE l>''GROUP BY w,l HAVING max(f)=min(f))GROUP BY w);DELETE FROM _reconcile; END`,
      `INSERT INTO _reconcile VALUES
  ('users', 0, 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT), used by: posts.user_id CASCADE'),
  ('now:', 0, '')`,
      `INSERT INTO _reconcile SELECT 'all rows', 0, format('posts %d, users %d', (SELECT count(*) FROM posts),
  (SELECT count(*) FROM users))`,
      `INSERT INTO _reconcile SELECT 'orphans in ' || value, 0, (SELECT count(*) FROM
  pragma_foreign_key_check(value)) FROM json_each('["posts"]')`,
      `CREATE TRIGGER _reconcile_guard_posts BEFORE DELETE ON posts BEGIN SELECT RAISE(IGNORE); END`,
      `CREATE TABLE _reconcile_new_users (
  id    INTEGER PRIMARY KEY,
  email TEXT NOT NULL DEFAULT ''
)`,
      `INSERT INTO _reconcile_new_users (id, email) SELECT id, coalesce(email, '') FROM users`,
      `DROP TABLE users`,
      `ALTER TABLE _reconcile_new_users RENAME TO users`,
      `DROP TRIGGER _reconcile_guard_posts`,
      `INSERT INTO _reconcile SELECT 'all rows', 1, format('posts %d, users %d', (SELECT count(*) FROM posts),
  (SELECT count(*) FROM users))`,
      `INSERT INTO _reconcile SELECT what, 1, max(text, (SELECT count(*) FROM pragma_foreign_key_check(substr(what, 12))))
  FROM _reconcile WHERE what LIKE 'orphans in %'`,
      `INSERT INTO _reconcile VALUES ('now:', 0, '')`,
      `DROP TABLE _reconcile`,
      `PRAGMA defer_foreign_keys = off`,
    ],
    closing: [
      `INSERT INTO "d1_migrations" (name) VALUES ('0002_require_email.sql')`,
      `UPDATE _reconcile_ledger SET duration_ms = CAST(round((julianday('now') - julianday(applied_at)) * 86400000) AS INTEGER) WHERE ledger = 'd1_migrations' AND name = (SELECT name FROM "d1_migrations" WHERE name = '0002_require_email.sql')`,
    ],
  },
];
