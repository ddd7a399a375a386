-- title: Empty the cache
-- harm: none
-- before
CREATE TABLE cache (k TEXT);
-- rows
INSERT INTO cache VALUES ('a');
-- migration
DELETE FROM cache WHERE true;
-- check
SELECT count(*) = 0 FROM cache;
