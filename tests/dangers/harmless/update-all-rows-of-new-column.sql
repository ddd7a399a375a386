-- title: Add a column and set it in all rows
-- harm: none
-- before
CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO items VALUES (1,'A'),(2,'B');
-- migration
ALTER TABLE items ADD COLUMN search TEXT;
UPDATE items SET search = lower(name);
-- check
SELECT group_concat(search) = 'a,b' FROM (SELECT search FROM items ORDER BY id);
