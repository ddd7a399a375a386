-- title: Rebuild seen with a time
-- harm: The key said ON CONFLICT REPLACE; the program relies on that for its plain INSERT, which fails now
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE seen (k TEXT UNIQUE ON CONFLICT REPLACE, v TEXT);
-- rows
INSERT INTO seen VALUES ('a','1');
-- migration
CREATE TABLE seen_new (k TEXT UNIQUE, v TEXT, at TEXT);
INSERT INTO seen_new (k, v) SELECT k, v FROM seen;
DROP TABLE seen;
ALTER TABLE seen_new RENAME TO seen;
-- check
SELECT sql NOT LIKE '%ON CONFLICT REPLACE%' FROM sqlite_schema WHERE name = 'seen';
