-- title: Rebuild hosts to make the name unique
-- harm: none
-- before
CREATE TABLE hosts (id INTEGER PRIMARY KEY, name TEXT, ip TEXT, notes TEXT);
-- rows
INSERT INTO hosts VALUES (1,'a','10.0.0.1','rack 4'),(2,'b','10.0.0.2',NULL);
-- migration
CREATE TABLE hosts_new (id INTEGER PRIMARY KEY, name TEXT UNIQUE, ip TEXT, notes TEXT);
INSERT INTO hosts_new (id, name, ip, notes) SELECT id, name, ip, notes FROM hosts;
DROP TABLE hosts;
ALTER TABLE hosts_new RENAME TO hosts;
-- check
SELECT notes = 'rack 4' FROM hosts WHERE id = 1;
