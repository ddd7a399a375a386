-- title: Create orders
-- harm: The trailing comma is a syntax error
-- kind: fails-on-d1
-- line: 1
-- before
-- rows
-- migration
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  total INTEGER NOT NULL,
);
-- check
-- error: syntax error
SELECT 1;
