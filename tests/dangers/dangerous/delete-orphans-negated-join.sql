-- title: Delete the items that belong to no list
-- harm: The comparison is the wrong way round: an item goes as soon as there is any other list
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE lists (id INTEGER PRIMARY KEY);
CREATE TABLE items (id INTEGER PRIMARY KEY, list_id INTEGER);
-- rows
INSERT INTO lists VALUES (1),(2);
INSERT INTO items VALUES (1,1),(2,2),(3,9);
-- migration
DELETE FROM items WHERE EXISTS (SELECT 1 FROM lists l WHERE l.id != items.list_id);
-- check
SELECT count(*) = 0 FROM items;
