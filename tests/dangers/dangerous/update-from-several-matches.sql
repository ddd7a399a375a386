-- title: Copy the price from the offers into products
-- harm: A product with two offers gets an arbitrary one of them
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE products (id INTEGER PRIMARY KEY, price INTEGER);
CREATE TABLE offers (product_id INTEGER, price INTEGER);
-- rows
INSERT INTO products VALUES (1,0),(2,0);
INSERT INTO offers VALUES (1,30),(1,10),(1,20),(2,5);
-- migration
UPDATE products SET price = offers.price FROM offers WHERE offers.product_id = products.id;
-- check
SELECT price <> 10 FROM products WHERE id = 1;
