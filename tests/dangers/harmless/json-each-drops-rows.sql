-- title: Rebuild recipes with one row per tag
-- harm: none
-- before
CREATE TABLE recipes (id INTEGER, name TEXT, tags TEXT);
-- rows
INSERT INTO recipes VALUES (1,'soup','["hot","fast"]'),(2,'cake','[]');
-- migration
CREATE TABLE recipes_new (id INTEGER, name TEXT, tag TEXT);
INSERT INTO recipes_new SELECT r.id, r.name, j.value FROM recipes r LEFT JOIN json_each(r.tags) j ON true;
DROP TABLE recipes;
ALTER TABLE recipes_new RENAME TO recipes;
-- check
SELECT (SELECT count(*) FROM recipes WHERE id = 2) = 1 AND (SELECT count(*) FROM recipes) = 3;
