-- title: Extend the index on domains, which never was unique, by the zone
-- harm: none
-- before
CREATE TABLE domains (id INTEGER PRIMARY KEY, name TEXT, zone TEXT);
CREATE INDEX domains_name ON domains (name);
CREATE UNIQUE INDEX domains_key ON domains (name);
-- rows
INSERT INTO domains VALUES (1,'a','x'),(2,'b','x');
-- migration
DROP INDEX domains_name;
CREATE INDEX domains_name ON domains (name, zone);
-- check
SELECT count(*) = 1 FROM pragma_index_list('domains') WHERE "unique";
