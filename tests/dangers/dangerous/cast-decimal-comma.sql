-- title: Turn the prices into numbers
-- harm: '12,50' is cast to 12 and '$9.99' to 0
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE menu (id INTEGER PRIMARY KEY, price TEXT);
-- rows
INSERT INTO menu VALUES (1,'12,50'),(2,'$9.99'),(3,'3.5');
-- migration
ALTER TABLE menu ADD COLUMN price_num REAL;
UPDATE menu SET price_num = CAST(price AS REAL);
ALTER TABLE menu DROP COLUMN price;
-- check
SELECT (SELECT price_num FROM menu WHERE id = 1) = 12 AND (SELECT price_num FROM menu WHERE id = 2) = 0;
