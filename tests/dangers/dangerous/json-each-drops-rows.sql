-- title: Rebuild recipes with one row per tag
-- harm: json_each gives no row for '[]', so the recipes without tags are gone
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE recipes (id INTEGER, name TEXT, tags TEXT);
-- rows
INSERT INTO recipes VALUES (1,'soup','["hot","fast"]'),(2,'cake','[]');
-- migration
CREATE TABLE recipes_new (id INTEGER, name TEXT, tag TEXT);
INSERT INTO recipes_new SELECT r.id, r.name, j.value FROM recipes r, json_each(r.tags) j;
DROP TABLE recipes;
ALTER TABLE recipes_new RENAME TO recipes;
-- check
SELECT count(*) = 0 FROM recipes WHERE id = 2;
