-- title: Copy the hosts into the rebuilt table
-- harm: The SELECT reads the new, empty table instead of the old one
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE hosts (id INTEGER PRIMARY KEY, fqdn TEXT);
-- rows
INSERT INTO hosts VALUES (1,'a.x'),(2,'b.x');
-- migration
CREATE TABLE hosts_new (id INTEGER PRIMARY KEY, fqdn TEXT NOT NULL);
INSERT INTO hosts_new (id, fqdn) SELECT id, fqdn FROM hosts_new;
DROP TABLE hosts;
ALTER TABLE hosts_new RENAME TO hosts;
-- check
SELECT count(*) = 0 FROM hosts;
