-- title: Put the name of the current plan into clients
-- harm: none
-- before
CREATE TABLE plans (client_id INTEGER, name TEXT, active INTEGER);
CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO clients VALUES (1,'a'),(2,'b');
INSERT INTO plans VALUES (1,'gold',1);
-- migration
CREATE TABLE clients_new (id INTEGER PRIMARY KEY, name TEXT, plan TEXT);
INSERT INTO clients_new SELECT c.id, c.name, (SELECT p.name FROM plans p WHERE p.client_id = c.id AND p.active = 1) FROM clients c;
DROP TABLE clients;
ALTER TABLE clients_new RENAME TO clients;
-- check
SELECT count(*) = 2 FROM clients;
