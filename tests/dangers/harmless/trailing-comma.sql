-- title: Create orders
-- harm: none
-- before
-- rows
-- migration
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  total INTEGER NOT NULL
);
-- check
SELECT count(*) = 2 FROM pragma_table_info('orders');
