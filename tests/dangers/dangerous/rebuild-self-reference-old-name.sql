-- title: Rebuild the category tree to make its name unique
-- harm: The copy refers to the old table by name, so dropping the old table cascades into the copy and deletes every sub-category
-- kind: rows-lost
-- line: 7
-- before
CREATE TABLE categories (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES categories(id) ON DELETE CASCADE, name TEXT);
-- rows
INSERT INTO categories VALUES (1,NULL,'all'),(2,1,'cars'),(3,2,'vans');
-- migration
CREATE TABLE categories_new (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER REFERENCES categories(id) ON DELETE CASCADE,
  name TEXT UNIQUE
);
INSERT INTO categories_new (id, parent_id, name) SELECT id, parent_id, name FROM categories;
DROP TABLE categories;
ALTER TABLE categories_new RENAME TO categories;
-- check
SELECT count(*) = 1 FROM categories;
