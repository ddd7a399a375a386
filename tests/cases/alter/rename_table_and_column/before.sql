CREATE TABLE customers (id INTEGER PRIMARY KEY, mail TEXT);
CREATE INDEX by_mail ON customers (mail);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INT REFERENCES customers (id));
CREATE VIEW mails AS SELECT mail FROM customers;
