-- title: Copy the lowest price from the offers into products
-- harm: none
-- before
CREATE TABLE products (id INTEGER PRIMARY KEY, price INTEGER);
CREATE TABLE offers (product_id INTEGER, price INTEGER);
-- rows
INSERT INTO products VALUES (1,0),(2,0);
INSERT INTO offers VALUES (1,30),(1,10),(1,20),(2,5);
-- migration
UPDATE products SET price = o.price FROM (SELECT product_id, min(price) AS price FROM offers GROUP BY product_id) o WHERE o.product_id = products.id;
-- check
SELECT price = 10 FROM products WHERE id = 1;
