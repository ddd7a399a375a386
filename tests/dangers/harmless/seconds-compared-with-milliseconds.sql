-- title: Delete the tokens that have expired
-- harm: none
-- before
CREATE TABLE tokens (id INTEGER PRIMARY KEY, expires INTEGER);
-- rows
INSERT INTO tokens VALUES (1,1500000000),(2,32000000000);
-- migration
DELETE FROM tokens WHERE expires < unixepoch();
-- check
SELECT count(*) = 1 FROM tokens;
