-- title: Put the city of the address into customers
-- harm: A customer with two addresses is copied twice
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE customers (cid INTEGER, name TEXT);
CREATE TABLE addresses (cid INTEGER, city TEXT);
-- rows
INSERT INTO customers VALUES (1,'Ann'),(2,'Bo');
INSERT INTO addresses VALUES (1,'Oslo'),(1,'Rome'),(2,'Bern');
-- migration
CREATE TABLE customers_new (cid INTEGER, name TEXT, city TEXT);
INSERT INTO customers_new SELECT c.cid, c.name, a.city FROM customers c LEFT JOIN addresses a ON a.cid = c.cid;
DROP TABLE customers;
ALTER TABLE customers_new RENAME TO customers;
-- check
SELECT count(*) = 3 FROM customers;
