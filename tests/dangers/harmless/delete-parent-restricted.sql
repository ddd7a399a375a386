-- title: Remove the unused category 9
-- harm: none
-- before
CREATE TABLE categories (id INTEGER PRIMARY KEY);
CREATE TABLE products (id INTEGER PRIMARY KEY, category_id INTEGER REFERENCES categories(id) ON DELETE RESTRICT);
-- rows
INSERT INTO categories VALUES (1),(9);
INSERT INTO products VALUES (1,9);
-- migration
DELETE FROM categories WHERE id = 9 AND id NOT IN (SELECT category_id FROM products WHERE category_id IS NOT NULL);
-- check
SELECT count(*) = 2 FROM categories;
