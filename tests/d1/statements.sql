-- One statement per line, tried on D1 and on scratch.
PRAGMA foreign_keys
PRAGMA foreign_keys = off
PRAGMA defer_foreign_keys = on
PRAGMA legacy_alter_table = off
PRAGMA ignore_check_constraints = off
PRAGMA recursive_triggers
PRAGMA case_sensitive_like = off
PRAGMA reverse_unordered_selects
PRAGMA table_list
PRAGMA table_info(k)
PRAGMA table_xinfo(k)
PRAGMA foreign_key_list(r)
PRAGMA foreign_key_check
PRAGMA foreign_key_check(r)
PRAGMA index_list(k)
PRAGMA index_info(i)
PRAGMA index_xinfo(i)
PRAGMA quick_check
PRAGMA optimize
PRAGMA data_version
PRAGMA page_size
PRAGMA main.table_info(k)
PRAGMA writable_schema = on
PRAGMA integrity_check
PRAGMA user_version
PRAGMA user_version = 3
PRAGMA application_id
PRAGMA schema_version
PRAGMA page_count
PRAGMA freelist_count
PRAGMA journal_mode
PRAGMA journal_mode = delete
PRAGMA encoding
PRAGMA collation_list
PRAGMA function_list
PRAGMA module_list
PRAGMA pragma_list
PRAGMA compile_options
PRAGMA database_list
PRAGMA trusted_schema
PRAGMA auto_vacuum
PRAGMA incremental_vacuum
PRAGMA wal_checkpoint
PRAGMA analysis_limit
PRAGMA max_page_count
PRAGMA cache_size
PRAGMA synchronous
PRAGMA temp_store
PRAGMA locking_mode
PRAGMA secure_delete
PRAGMA query_only
PRAGMA busy_timeout
PRAGMA no_such_pragma
SELECT * FROM pragma_table_info('k')
SELECT * FROM pragma_table_xinfo('k')
SELECT * FROM pragma_foreign_key_check
SELECT * FROM pragma_table_list
SELECT * FROM pragma_user_version
SELECT * FROM pragma_database_list
SELECT (SELECT foreign_keys FROM pragma_foreign_keys), (SELECT legacy_alter_table FROM pragma_legacy_alter_table)
BEGIN
BEGIN IMMEDIATE
COMMIT
ROLLBACK
SAVEPOINT a
RELEASE a
ATTACH ':memory:' AS x
DETACH x
VACUUM
REINDEX
REINDEX k
ANALYZE
ANALYZE k
CREATE TEMP TABLE t (a)
CREATE TEMP VIEW t AS SELECT 1
CREATE TEMP TRIGGER t AFTER INSERT ON k BEGIN SELECT 1; END
CREATE TABLE temp.t (a)
CREATE TABLE _cf_x (a)
CREATE TABLE "_CF_x" (a)
CREATE TABLE x_cf_ (a)
CREATE VIEW _cf_v AS SELECT 1
CREATE INDEX _cf_i ON k (v)
CREATE TRIGGER _cf_t AFTER INSERT ON k BEGIN SELECT 1; END
CREATE TABLE sqlite_x (a)
CREATE TABLE t AS SELECT 1 AS a
CREATE TABLE t (a INT) STRICT
CREATE TABLE t (a ANY) STRICT
CREATE TABLE t (a VARCHAR(10)) STRICT
CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID
CREATE TABLE t (a) WITHOUT ROWID
CREATE TABLE t (a, b AS (a + 1), c AS (a + 2) STORED)
CREATE TABLE t (a DEFAULT (lower(hex(randomblob(16)))))
CREATE TABLE t (a DEFAULT "hello", b CHECK (b <> "world"))
CREATE TABLE t (a REFERENCES nowhere(b))
CREATE TABLE t (a DEFAULT CURRENT_TIMESTAMP)
CREATE TABLE IF NOT EXISTS k (a)
CREATE TABLE k (a)
CREATE TABLE K (a)
CREATE TABLE t (a, a)
CREATE TABLE t ()
CREATE VIRTUAL TABLE t USING fts5(a)
CREATE VIRTUAL TABLE t USING fts5(a, content='')
CREATE VIRTUAL TABLE t USING fts5vocab('t2', 'row')
CREATE VIRTUAL TABLE t USING fts4(a)
CREATE VIRTUAL TABLE t USING fts3(a)
CREATE VIRTUAL TABLE t USING rtree(id, x0, x1)
CREATE VIRTUAL TABLE t USING rtree_i32(id, x0, x1)
CREATE VIRTUAL TABLE t USING geopoly(a)
CREATE VIRTUAL TABLE t USING dbstat
CREATE VIRTUAL TABLE t USING csv(filename='x')
CREATE INDEX t ON k (v) WHERE v > 1
CREATE INDEX t ON k (lower(u) DESC)
CREATE INDEX t ON k ("nosuch")
CREATE INDEX t ON k (nosuch)
CREATE INDEX t ON k (random())
CREATE UNIQUE INDEX t ON k (u COLLATE NOCASE)
CREATE VIEW t AS SELECT * FROM nowhere
CREATE VIEW t (a, b) AS SELECT id, v FROM k
CREATE TRIGGER t INSTEAD OF INSERT ON w BEGIN INSERT INTO k (v) VALUES (new.v); END
CREATE TRIGGER t BEFORE DELETE ON r BEGIN SELECT RAISE(IGNORE); END
CREATE TRIGGER t AFTER UPDATE OF v ON k WHEN new.v > 1 BEGIN SELECT RAISE(ABORT, 'no'); END
CREATE TRIGGER t AFTER INSERT ON nowhere BEGIN SELECT 1; END
ALTER TABLE k ADD COLUMN n
ALTER TABLE k ADD COLUMN n INT NOT NULL DEFAULT 1
ALTER TABLE k ADD COLUMN n INT NOT NULL
ALTER TABLE k ADD COLUMN n DEFAULT CURRENT_TIMESTAMP
ALTER TABLE k ADD COLUMN n DEFAULT (1 + 1)
ALTER TABLE k ADD COLUMN n UNIQUE
ALTER TABLE k ADD COLUMN n PRIMARY KEY
ALTER TABLE k ADD COLUMN n AS (v + 1)
ALTER TABLE k ADD COLUMN n AS (v + 1) STORED
ALTER TABLE k ADD COLUMN n REFERENCES p(a)
ALTER TABLE k ADD COLUMN n REFERENCES p(a) DEFAULT 1
ALTER TABLE k ADD COLUMN n INT DEFAULT 1 CHECK (n > 5)
ALTER TABLE k RENAME COLUMN v TO z
ALTER TABLE k RENAME TO z
ALTER TABLE k RENAME TO K
ALTER TABLE p DROP COLUMN a
ALTER TABLE p DROP COLUMN b
ALTER TABLE k DROP COLUMN v
ALTER TABLE k DROP COLUMN u
ALTER TABLE p ALTER COLUMN a SET NOT NULL
ALTER TABLE p ALTER COLUMN b DROP NOT NULL
ALTER TABLE p ADD CONSTRAINT n CHECK (a > 0)
ALTER TABLE p ADD CHECK (a > 0)
ALTER TABLE p DROP CONSTRAINT c
ALTER TABLE p ADD CONSTRAINT n UNIQUE (a)
ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES k(id)
ALTER TABLE p ALTER COLUMN a TYPE INT
DROP TABLE p
DROP TABLE k
DROP TABLE nowhere
DROP INDEX i
DROP INDEX sqlite_autoindex_k_1
DROP VIEW w
DROP TABLE sqlite_sequence
INSERT INTO k (u) VALUES ('x')
INSERT INTO r (k) VALUES (99)
INSERT OR ROLLBACK INTO k (u) VALUES ('x')
INSERT OR IGNORE INTO k (u) VALUES ('x')
INSERT INTO k (u) VALUES ('x') ON CONFLICT DO UPDATE SET v = 3
INSERT INTO k (u) VALUES ('z') RETURNING id
UPDATE k SET v = r.id FROM r WHERE r.k = k.id
DELETE FROM k WHERE id = 2
DELETE FROM sqlite_sequence
UPDATE sqlite_sequence SET seq = 9
UPDATE sqlite_schema SET sql = ''
DELETE FROM sqlite_schema
SELECT sqlite_version()
SELECT sqlite_source_id()
SELECT sqlite_compileoption_used('X')
SELECT load_extension('x')
SELECT unistr('a')
SELECT unistr_quote('a')
SELECT fts5_source_id()
SELECT last_insert_rowid(), changes(), total_changes()
SELECT random(), randomblob(4), hex(zeroblob(2))
SELECT datetime('now'), unixepoch(), julianday('now'), strftime('%Y', 'now'), timediff('now', 'now')
SELECT json('{}'), json_extract('[1]', '$[0]'), '{"a":1}' ->> 'a', jsonb('[]')
SELECT value FROM json_each('[1,2]')
SELECT * FROM json_tree('{"a":[1]}')
SELECT group_concat(v), string_agg(v, ','), total(v) FROM k
SELECT row_number() OVER (ORDER BY v) FROM k
SELECT format('%d', 1), printf('%s', 'x'), concat('a', 'b'), concat_ws(',', 1, 2)
SELECT pow(2, 3), sqrt(4), pi(), ceil(1.5), ln(2), log(2, 8), mod(5, 3), trunc(1.5), degrees(1)
SELECT median(v) FROM k
SELECT percentile(v, 50) FROM k
SELECT soundex('x')
SELECT 'a' REGEXP 'b'
SELECT * FROM generate_series(1, 3)
SELECT iif(1, 2, 3), nullif(1, 1), coalesce(NULL, 1), ifnull(NULL, 2)
SELECT likelihood(1, 0.5), likely(1), unlikely(0)
SELECT sqlite_offset(v) FROM k
SELECT sqlite_log(1, 'x')
SELECT octet_length('ü'), unhex('00'), sign(-1), instr('a', 'b')
SELECT fts5(1)
SELECT rtreecheck('k')
SELECT * FROM dbstat
SELECT * FROM sqlite_dbpage
SELECT * FROM bytecode('SELECT 1')
SELECT * FROM sqlite_stmt
SELECT * FROM _cf_nothing
SELECT "nosuch"
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT * FROM n
EXPLAIN SELECT 1
EXPLAIN QUERY PLAN SELECT * FROM k WHERE v = 1
VALUES (1), (2), (3), (4), (5), (6), (7)
SELECT * FROM k FULL JOIN r ON k.id = r.k
SELECT 1 WHERE 1 IS DISTINCT FROM 2
SELECT 1_000, 0x1F, 1e3, .5
SELECT RAISE(ABORT, 'x')
selec 1
