-- title: Correct the prices with those from the import
-- harm: Products that are not in the import get NULL
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE products (sku TEXT PRIMARY KEY, price INTEGER);
CREATE TABLE import (sku TEXT, price INTEGER);
-- rows
INSERT INTO products VALUES ('a',10),('b',20);
INSERT INTO import VALUES ('a',11);
-- migration
UPDATE products SET price = (SELECT i.price FROM import i WHERE i.sku = products.sku);
-- check
SELECT price IS NULL FROM products WHERE sku = 'b';
