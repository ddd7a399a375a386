-- title: Remove the unused category 9
-- harm: One product is in it, the reference forbids the DELETE
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE categories (id INTEGER PRIMARY KEY);
CREATE TABLE products (id INTEGER PRIMARY KEY, category_id INTEGER REFERENCES categories(id) ON DELETE RESTRICT);
-- rows
INSERT INTO categories VALUES (1),(9);
INSERT INTO products VALUES (1,9);
-- migration
DELETE FROM categories WHERE id = 9;
-- check
-- error: FOREIGN KEY constraint failed
SELECT 1;
