-- title: Rename the table of items to products in the old way
-- harm: legacy_alter_table does not rewrite the view, which now reads a table that is no more
-- kind: side-effect
-- line: 2
-- before
CREATE TABLE items (id INTEGER PRIMARY KEY);
CREATE VIEW v_items AS SELECT id FROM items;
-- rows
INSERT INTO items VALUES (1);
-- migration
PRAGMA legacy_alter_table = ON;
ALTER TABLE items RENAME TO products;
PRAGMA legacy_alter_table = OFF;
-- check
SELECT sql LIKE '%FROM items%' FROM sqlite_schema WHERE name = 'v_items';
