-- title: Shorten the commit hashes to seven characters
-- harm: none
-- before
CREATE TABLE builds (id INTEGER PRIMARY KEY, hash TEXT);
-- rows
INSERT INTO builds VALUES (1,'abcdef0123456789');
-- migration
UPDATE builds SET hash = substr(hash, 1, 7);
-- check
SELECT hash = 'abcdef0' FROM builds;
