-- title: Rename the table of items to products in the old way
-- harm: none
-- before
CREATE TABLE items (id INTEGER PRIMARY KEY);
CREATE VIEW v_items AS SELECT id FROM items;
-- rows
INSERT INTO items VALUES (1);
-- migration
ALTER TABLE items RENAME TO products;
-- check
SELECT count(*) = 1 FROM v_items;
