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
  chain: `UPDATE _reconcile_history SET hash = (WITH RECURSIVE input (m, l, n, k) AS (SELECT x || char(128), length(x), (length(x) + 8) / 64 + 1, '[1116352408,1899447441,3049323471,3921009573,961987163,1508970993,2453635748,2870763221,3624381080,310598401,607225278,1426881987,1925078388,2162078206,2614888103,3248222580,3835390401,4022224774,264347078,604807628,770255983,1249150122,1555081692,1996064986,2554220882,2821834349,2952996808,3210313671,3336571891,3584528711,113926993,338241895,666307205,773529912,1294757372,1396182291,1695183700,1986661051,2177026350,2456956037,2730485921,2820302411,3259730800,3345764771,3516065817,3600352804,4094571909,275423344,430227734,506948616,659060556,883997877,958139571,1322822218,1537002063,1747873779,1955562222,2024104815,2227730452,2361852424,2428436474,2756734187,3204031479,3329325298]' FROM (SELECT coalesce((SELECT hash FROM _reconcile_history AS earlier WHERE earlier.seq < _reconcile_history.seq ORDER BY earlier.seq DESC LIMIT 1), '') || '|' || seq || '|' || at || '|' || coalesce(duration_ms, '') || '|' || coalesce(rows_changed, '') || '|' || digest AS x)), rounds (t, s0, s1, s2, s3, s4, s5, s6, s7, p0, p1, p2, p3, p4, p5, p6, p7, w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15) AS (SELECT 0, 1779033703, 3144134277, 1013904242, 2773480762, 1359893119, 2600822924, 528734635, 1541459225, 1779033703, 3144134277, 1013904242, 2773480762, 1359893119, 2600822924, 528734635, 1541459225, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (coalesce(unicode(substr(m, 0 + 1, 1)), 0) << 24) | (coalesce(unicode(substr(m, 0 + 2, 1)), 0) << 16) | (coalesce(unicode(substr(m, 0 + 3, 1)), 0) << 8) | coalesce(unicode(substr(m, 0 + 4, 1)), 0) FROM input UNION ALL SELECT t + 1, CASE t % 65 WHEN 64 THEN s0 + p0 & 4294967295 ELSE s7 + (((((((s4 << 32 | s4) >> 6) & 4294967295) | (((s4 << 32 | s4) >> 11) & 4294967295)) - ((((s4 << 32 | s4) >> 6) & 4294967295) & (((s4 << 32 | s4) >> 11) & 4294967295))) | (((s4 << 32 | s4) >> 25) & 4294967295)) - ((((((s4 << 32 | s4) >> 6) & 4294967295) | (((s4 << 32 | s4) >> 11) & 4294967295)) - ((((s4 << 32 | s4) >> 6) & 4294967295) & (((s4 << 32 | s4) >> 11) & 4294967295))) & (((s4 << 32 | s4) >> 25) & 4294967295))) + ((s4 & s5) | (~s4 & s6)) + json_extract(k, '$[' || (t % 65) || ']') + w15 + (((((((s0 << 32 | s0) >> 2) & 4294967295) | (((s0 << 32 | s0) >> 13) & 4294967295)) - ((((s0 << 32 | s0) >> 2) & 4294967295) & (((s0 << 32 | s0) >> 13) & 4294967295))) | (((s0 << 32 | s0) >> 22) & 4294967295)) - ((((((s0 << 32 | s0) >> 2) & 4294967295) | (((s0 << 32 | s0) >> 13) & 4294967295)) - ((((s0 << 32 | s0) >> 2) & 4294967295) & (((s0 << 32 | s0) >> 13) & 4294967295))) & (((s0 << 32 | s0) >> 22) & 4294967295))) + ((s0 & s1) | (s0 & s2) | (s1 & s2)) & 4294967295 END, CASE t % 65 WHEN 64 THEN s1 + p1 & 4294967295 ELSE s0 END, CASE t % 65 WHEN 64 THEN s2 + p2 & 4294967295 ELSE s1 END, CASE t % 65 WHEN 64 THEN s3 + p3 & 4294967295 ELSE s2 END, CASE t % 65 WHEN 64 THEN s4 + p4 & 4294967295 ELSE s3 + s7 + (((((((s4 << 32 | s4) >> 6) & 4294967295) | (((s4 << 32 | s4) >> 11) & 4294967295)) - ((((s4 << 32 | s4) >> 6) & 4294967295) & (((s4 << 32 | s4) >> 11) & 4294967295))) | (((s4 << 32 | s4) >> 25) & 4294967295)) - ((((((s4 << 32 | s4) >> 6) & 4294967295) | (((s4 << 32 | s4) >> 11) & 4294967295)) - ((((s4 << 32 | s4) >> 6) & 4294967295) & (((s4 << 32 | s4) >> 11) & 4294967295))) & (((s4 << 32 | s4) >> 25) & 4294967295))) + ((s4 & s5) | (~s4 & s6)) + json_extract(k, '$[' || (t % 65) || ']') + w15 & 4294967295 END, CASE t % 65 WHEN 64 THEN s5 + p5 & 4294967295 ELSE s4 END, CASE t % 65 WHEN 64 THEN s6 + p6 & 4294967295 ELSE s5 END, CASE t % 65 WHEN 64 THEN s7 + p7 & 4294967295 ELSE s6 END, CASE t % 65 WHEN 64 THEN s0 + p0 & 4294967295 ELSE p0 END, CASE t % 65 WHEN 64 THEN s1 + p1 & 4294967295 ELSE p1 END, CASE t % 65 WHEN 64 THEN s2 + p2 & 4294967295 ELSE p2 END, CASE t % 65 WHEN 64 THEN s3 + p3 & 4294967295 ELSE p3 END, CASE t % 65 WHEN 64 THEN s4 + p4 & 4294967295 ELSE p4 END, CASE t % 65 WHEN 64 THEN s5 + p5 & 4294967295 ELSE p5 END, CASE t % 65 WHEN 64 THEN s6 + p6 & 4294967295 ELSE p6 END, CASE t % 65 WHEN 64 THEN s7 + p7 & 4294967295 ELSE p7 END, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15, CASE WHEN t + 1 = 65 * n - 50 THEN 8 * l WHEN (t + 1) % 65 < 16 THEN (coalesce(unicode(substr(m, (t + 1) / 65 * 64 + (t + 1) % 65 * 4 + 1, 1)), 0) << 24) | (coalesce(unicode(substr(m, (t + 1) / 65 * 64 + (t + 1) % 65 * 4 + 2, 1)), 0) << 16) | (coalesce(unicode(substr(m, (t + 1) / 65 * 64 + (t + 1) % 65 * 4 + 3, 1)), 0) << 8) | coalesce(unicode(substr(m, (t + 1) / 65 * 64 + (t + 1) % 65 * 4 + 4, 1)), 0) ELSE w0 + (((((((w1 << 32 | w1) >> 7) & 4294967295) | (((w1 << 32 | w1) >> 18) & 4294967295)) - ((((w1 << 32 | w1) >> 7) & 4294967295) & (((w1 << 32 | w1) >> 18) & 4294967295))) | (w1 >> 3)) - ((((((w1 << 32 | w1) >> 7) & 4294967295) | (((w1 << 32 | w1) >> 18) & 4294967295)) - ((((w1 << 32 | w1) >> 7) & 4294967295) & (((w1 << 32 | w1) >> 18) & 4294967295))) & (w1 >> 3))) + w9 + (((((((w14 << 32 | w14) >> 17) & 4294967295) | (((w14 << 32 | w14) >> 19) & 4294967295)) - ((((w14 << 32 | w14) >> 17) & 4294967295) & (((w14 << 32 | w14) >> 19) & 4294967295))) | (w14 >> 10)) - ((((((w14 << 32 | w14) >> 17) & 4294967295) | (((w14 << 32 | w14) >> 19) & 4294967295)) - ((((w14 << 32 | w14) >> 17) & 4294967295) & (((w14 << 32 | w14) >> 19) & 4294967295))) & (w14 >> 10))) & 4294967295 END FROM rounds, input WHERE t < 65 * n) SELECT printf('%08x%08x%08x%08x%08x%08x%08x%08x', p0, p1, p2, p3, p4, p5, p6, p7) FROM rounds ORDER BY t DESC LIMIT 1) WHERE seq = (SELECT max(seq) FROM _reconcile_history)`,
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
      `CREATE TABLE IF NOT EXISTS _reconcile_history (seq INTEGER NOT NULL PRIMARY KEY, ledger TEXT NOT NULL, event TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, duration_ms INTEGER, rows_changed INTEGER, record TEXT NOT NULL, digest TEXT NOT NULL, hash TEXT) WITHOUT ROWID`,
      `INSERT INTO _reconcile_history (seq, ledger, event, name, at, rows_changed, record, digest) SELECT coalesce(max(seq), 0) + 1, 'd1_migrations', 'applied', '0001_first_schema.sql', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), total_changes(), '{"by":"octocat, run 20261101T000000Z-0000","version":"0.1.0","checksum":"1996973f87560ddb894d4541fabba98dfc0e39e7ab13368ced030ab64c23e6a5","from":"9b196adfc26a5c94","to":"974905f8d45551e6"}', 'e8f6c311b16970e97ca181bb4c1d8363e65d3ede1450af223c8fb6f3363ec619' FROM _reconcile_history`,
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
      `UPDATE _reconcile_history SET rows_changed = total_changes() - rows_changed - 3, duration_ms = CAST(round((julianday('now') - julianday(at)) * 86400000) AS INTEGER) WHERE seq = (SELECT max(seq) FROM _reconcile_history)`,
      LEDGER.chain,
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
      `CREATE TABLE IF NOT EXISTS _reconcile_history (seq INTEGER NOT NULL PRIMARY KEY, ledger TEXT NOT NULL, event TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, duration_ms INTEGER, rows_changed INTEGER, record TEXT NOT NULL, digest TEXT NOT NULL, hash TEXT) WITHOUT ROWID`,
      `INSERT INTO _reconcile_history (seq, ledger, event, name, at, rows_changed, record, digest) SELECT coalesce(max(seq), 0) + 1, 'd1_migrations', 'applied', '0002_require_email.sql', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), total_changes(), '{"by":"octocat, run 20261101T000000Z-0000","version":"0.1.0","checksum":"5d2dc6122dc1bf06d1b47f96c7448ce0ee2e29b71a053b39ae9077d7da8198f6","from":"974905f8d45551e6","to":"51c01ad105124e0e"}', '965ccabc0669dbd6fa69904dbcfdc16ed9dd86d0afbd0c2ef71b23b7fbddd57b' FROM _reconcile_history`,
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
      `UPDATE _reconcile_history SET rows_changed = total_changes() - rows_changed - 3, duration_ms = CAST(round((julianday('now') - julianday(at)) * 86400000) AS INTEGER) WHERE seq = (SELECT max(seq) FROM _reconcile_history)`,
      LEDGER.chain,
    ],
  },
];
