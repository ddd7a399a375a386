-- title: Remove double items from the carts
-- harm: none
-- before
CREATE TABLE cart_items (id INTEGER PRIMARY KEY, cart INTEGER, sku TEXT);
-- rows
INSERT INTO cart_items VALUES (1,1,'a'),(2,1,'a'),(3,2,'a');
-- migration
DELETE FROM cart_items WHERE rowid NOT IN (SELECT min(rowid) FROM cart_items GROUP BY cart, sku);
-- check
SELECT count(*) = 2 FROM cart_items;
