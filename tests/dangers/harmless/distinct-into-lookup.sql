-- title: Make a table of the cities out of a column
-- harm: none
-- before
CREATE TABLE customers (id INTEGER PRIMARY KEY, city TEXT);
-- rows
INSERT INTO customers VALUES (1,'Oslo'),(2,'Oslo'),(3,NULL);
-- migration
CREATE TABLE cities (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO cities (name) SELECT DISTINCT city FROM customers WHERE city IS NOT NULL;
ALTER TABLE customers ADD COLUMN city_id INTEGER REFERENCES cities(id);
UPDATE customers SET city_id = (SELECT id FROM cities WHERE name = customers.city);
-- check
SELECT (SELECT count(*) FROM cities) = 1 AND (SELECT count(*) FROM customers WHERE city_id IS NOT NULL) = 2 AND (SELECT count(*) FROM customers) = 3;
