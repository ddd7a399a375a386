-- title: Delete the tokens that have expired
-- harm: expires is in seconds; compared with milliseconds every token looks expired
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE tokens (id INTEGER PRIMARY KEY, expires INTEGER);
-- rows
INSERT INTO tokens VALUES (1,1500000000),(2,32000000000);
-- migration
DELETE FROM tokens WHERE expires < unixepoch() * 1000;
-- check
SELECT count(*) = 0 FROM tokens;
