-- reconcile: renamed-from customers
CREATE TABLE clients (
  id INTEGER PRIMARY KEY,
  email TEXT -- reconcile: renamed-from mail
);
CREATE INDEX by_mail ON clients (email);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INT REFERENCES clients (id));
CREATE VIEW mails AS SELECT email FROM clients;
