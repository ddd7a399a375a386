-- title: Remove the column legacy from products
-- harm: CREATE TABLE AS copies the rows but no primary key, NOT NULL, UNIQUE or default
-- kind: guarantee-lost
-- line: 1
-- before
CREATE TABLE products (id INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, price INTEGER NOT NULL DEFAULT 0, legacy TEXT);
-- rows
INSERT INTO products VALUES (1,'a',5,'x'),(2,'b',6,'y');
-- migration
CREATE TABLE products_new AS SELECT id, sku, price FROM products;
DROP TABLE products;
ALTER TABLE products_new RENAME TO products;
-- check
SELECT (SELECT count(*) FROM pragma_table_info('products') WHERE pk > 0 OR "notnull") = 0 AND (SELECT count(*) FROM pragma_index_list('products')) = 0;
