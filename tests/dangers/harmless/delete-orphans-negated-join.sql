-- title: Delete the items that belong to no list
-- harm: none
-- before
CREATE TABLE lists (id INTEGER PRIMARY KEY);
CREATE TABLE items (id INTEGER PRIMARY KEY, list_id INTEGER);
-- rows
INSERT INTO lists VALUES (1),(2);
INSERT INTO items VALUES (1,1),(2,2),(3,9);
-- migration
DELETE FROM items WHERE NOT EXISTS (SELECT 1 FROM lists l WHERE l.id = items.list_id);
-- check
SELECT count(*) = 2 FROM items;
