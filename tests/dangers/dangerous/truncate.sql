-- title: Empty the cache
-- harm: SQLite has no TRUNCATE
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE cache (k TEXT);
-- rows
INSERT INTO cache VALUES ('a');
-- migration
TRUNCATE TABLE cache;
-- check
-- error: syntax error
SELECT 1;
