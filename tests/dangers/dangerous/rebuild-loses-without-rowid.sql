-- title: Rebuild kv with a time
-- harm: In an ordinary table a TEXT PRIMARY KEY may be NULL, in the WITHOUT ROWID table it could not
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE kv (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID;
-- rows
INSERT INTO kv VALUES ('a','1');
-- migration
CREATE TABLE kv_new (k TEXT PRIMARY KEY, v TEXT, at TEXT);
INSERT INTO kv_new (k, v) SELECT k, v FROM kv;
DROP TABLE kv;
ALTER TABLE kv_new RENAME TO kv;
INSERT OR IGNORE INTO kv (k, v) VALUES (NULL, 'x');
-- check
SELECT count(*) = 1 FROM kv WHERE k IS NULL;
