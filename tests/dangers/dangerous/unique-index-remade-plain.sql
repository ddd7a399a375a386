-- title: Extend the index on domains by the zone
-- harm: The new index is not UNIQUE
-- kind: guarantee-lost
-- line: 1
-- before
CREATE TABLE domains (id INTEGER PRIMARY KEY, name TEXT, zone TEXT);
CREATE UNIQUE INDEX domains_name ON domains (name);
-- rows
INSERT INTO domains VALUES (1,'a','x'),(2,'b','x');
-- migration
DROP INDEX domains_name;
CREATE INDEX domains_name ON domains (name, zone);
-- check
SELECT count(*) = 0 FROM pragma_index_list('domains') WHERE "unique";
