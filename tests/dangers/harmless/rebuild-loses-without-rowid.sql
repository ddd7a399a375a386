-- title: Rebuild kv with a time
-- harm: none
-- before
CREATE TABLE kv (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID;
-- rows
INSERT INTO kv VALUES ('a','1');
-- migration
CREATE TABLE kv_new (k TEXT PRIMARY KEY, v TEXT, at TEXT) WITHOUT ROWID;
INSERT INTO kv_new (k, v) SELECT k, v FROM kv;
DROP TABLE kv;
ALTER TABLE kv_new RENAME TO kv;
INSERT OR IGNORE INTO kv (k, v) VALUES (NULL, 'x');
-- check
SELECT (SELECT wr FROM pragma_table_list('kv')) = 1 AND (SELECT count(*) FROM kv) = 1;
