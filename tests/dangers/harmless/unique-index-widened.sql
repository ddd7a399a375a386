-- title: Make the unique index stricter by removing a column from it
-- harm: none
-- before
CREATE TABLE hosts (id INTEGER PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL);
CREATE UNIQUE INDEX hosts_name_zone ON hosts (name, zone);
-- rows
INSERT INTO hosts VALUES (1,'a','x'),(2,'b','x');
-- migration
CREATE UNIQUE INDEX hosts_name ON hosts (name);
DROP INDEX hosts_name_zone;
-- check
SELECT count(*) = 1 FROM pragma_index_list('hosts') WHERE "unique";
