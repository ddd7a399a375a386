-- title: Delete the links that have expired
-- harm: none
-- before
CREATE TABLE links (id INTEGER PRIMARY KEY, expires INTEGER);
-- rows
INSERT INTO links VALUES (1,1500000000000),(2,32000000000000);
-- migration
DELETE FROM links WHERE expires < unixepoch() * 1000;
-- check
SELECT count(*) = 1 FROM links;
