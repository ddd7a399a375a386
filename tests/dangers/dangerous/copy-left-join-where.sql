-- title: Put the name of the current plan into clients
-- harm: The condition on the joined table in WHERE turns the LEFT JOIN into an inner one
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE plans (client_id INTEGER, name TEXT, active INTEGER);
CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO clients VALUES (1,'a'),(2,'b');
INSERT INTO plans VALUES (1,'gold',1);
-- migration
CREATE TABLE clients_new (id INTEGER PRIMARY KEY, name TEXT, plan TEXT);
INSERT INTO clients_new SELECT c.id, c.name, p.name FROM clients c LEFT JOIN plans p ON p.client_id = c.id WHERE p.active = 1;
DROP TABLE clients;
ALTER TABLE clients_new RENAME TO clients;
-- check
SELECT count(*) = 1 FROM clients;
