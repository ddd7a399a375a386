-- title: Delete the links that have expired
-- harm: expires is in milliseconds, so it is always far greater than unixepoch()
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE links (id INTEGER PRIMARY KEY, expires INTEGER);
-- rows
INSERT INTO links VALUES (1,1500000000000),(2,32000000000000);
-- migration
DELETE FROM links WHERE expires < unixepoch();
-- check
SELECT count(*) = 2 FROM links;
