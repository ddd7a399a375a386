-- title: Remove double items from the carts
-- harm: The group lacks the cart: an item that two carts contain is deleted from one
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE cart_items (id INTEGER PRIMARY KEY, cart INTEGER, sku TEXT);
-- rows
INSERT INTO cart_items VALUES (1,1,'a'),(2,1,'a'),(3,2,'a');
-- migration
DELETE FROM cart_items WHERE rowid NOT IN (SELECT min(rowid) FROM cart_items GROUP BY sku);
-- check
SELECT count(*) = 0 FROM cart_items WHERE cart = 2;
