-- title: Shorten the commit hashes to seven characters
-- harm: SQLite counts from 1: substr(hash, 0, 7) gives six characters
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE builds (id INTEGER PRIMARY KEY, hash TEXT);
-- rows
INSERT INTO builds VALUES (1,'abcdef0123456789');
-- migration
UPDATE builds SET hash = substr(hash, 0, 7);
-- check
SELECT hash = 'abcdef' FROM builds;
